declare global {
  namespace App {
    interface PageState {
      /** Where on the form to begin: a path such as `answers.applicantPhone`. Gone after a reload, which leads back to where the person was. */
      at?: string;
    }
  }
}

export {};
