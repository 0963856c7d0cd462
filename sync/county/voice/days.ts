/** The county's own deadlines of 整改, out of its settings. */
import { usualVoiceDays, type VoiceDays } from '#domain/voice/rectify.ts';
import type { Context } from '../context.ts';

export function voiceDays(context: Context): VoiceDays {
  return context.config.voiceDays ?? usualVoiceDays;
}
