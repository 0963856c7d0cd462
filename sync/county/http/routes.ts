/** Every address of the county, in the order of the protocol's table. */
import { batches } from './batches.ts';
import { blobChunk, blobsCommit, blobsMissing, deviceBlob } from './blobs.ts';
import { catalogue } from './catalogue.ts';
import { deviceRatings } from './device-ratings.ts';
import { deviceRecovery, deviceReport, deviceSelf } from './device-self.ts';
import { deviceSignIn } from './device-sign-in.ts';
import { enrolments } from './enrolments.ts';
import { feed, snapshot } from './feed.ts';
import { health } from './health.ts';
import { openApiRoute } from './openapi.ts';
import { publicGuide } from './public-guides.ts';
import { publicProgress } from './public-progress.ts';
import { publicRating, publicRatingGiven } from './public-ratings.ts';
import type { Route } from './route.ts';
import { staffBackup } from './staff-backup.ts';
import { staffBlob, staffCase, staffDecision } from './staff-case.ts';
import { staffCatalogue } from './staff-catalogue.ts';
import { ferryAnswer, ferryList, ferryUpload } from './staff-ferry.ts';
import { staffMandate, staffOrderAct, staffOrders } from './staff-orders.ts';
import { staffQueue } from './staff-queue.ts';
import { staffRatings, staffRatingStep } from './staff-ratings.ts';
import { staffReveals } from './staff-reveals.ts';
import { staffJudgeAgain, staffReview, staffReviewLines, staffReviewSeen } from './staff-review.ts';
import { closeStaffSession, openStaffSession, staffMe } from './staff-session.ts';
import { staffTicketAct, staffTickets } from './staff-tickets.ts';
import { staffEnrolmentCodes, staffStations } from './staff-stations.ts';

const described: readonly Route[] = [
  enrolments,
  deviceSignIn,
  deviceSelf,
  deviceReport,
  deviceRecovery,
  deviceRatings,
  batches,
  blobsMissing,
  blobChunk,
  blobsCommit,
  feed,
  snapshot,
  catalogue,
  deviceBlob,
  openStaffSession,
  closeStaffSession,
  staffMe,
  staffQueue,
  staffCase,
  staffDecision,
  staffBlob,
  staffOrders,
  staffOrderAct,
  staffMandate,
  staffStations,
  staffEnrolmentCodes,
  staffReview,
  staffReviewLines,
  staffReviewSeen,
  staffJudgeAgain,
  staffReveals,
  staffRatings,
  staffRatingStep,
  staffTickets,
  staffTicketAct,
  staffCatalogue,
  staffBackup,
  ferryUpload,
  ferryList,
  ferryAnswer,
  publicGuide,
  publicProgress,
  publicRating,
  publicRatingGiven,
  health
];
export const routes: readonly Route[] = [...described, openApiRoute(described)];
