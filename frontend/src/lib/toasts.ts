import { notifications } from '@mantine/notifications';
import { Problem } from '@/lib/api/problem';

export function told(title: string, message?: string): void {
  notifications.show({ title, message, color: 'teal', autoClose: 5000 });
}

/** A refusal as a toast, with the number under which the log has it. */
export function refused(title: string, error: unknown): void {
  const problem = Problem.of(error);
  const reference = problem.correlationId ? `\nReference ${problem.correlationId.slice(0, 8)}` : '';
  notifications.show({ title, message: problem.message + reference, color: 'red', autoClose: 9000, style: { whiteSpace: 'pre-line' } });
}
