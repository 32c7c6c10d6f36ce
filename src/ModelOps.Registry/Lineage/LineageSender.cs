using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Lineage;

/// <summary>Sends what is spooled, in order, until the server has it.</summary>
internal sealed class LineageSender(IOptions<LineageOptions> options, LineageSpool spool, LineageClient client, LineageMetrics metrics, ILogger<LineageSender> logger, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5); // for what other processes spool

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            Task next = spool.Next;
            TimeSpan? wait = null;
            IReadOnlyList<string> names = spool.List();
            for (int i = 0; i < names.Count && wait is null; i++)
            {
                LineageAnswer answer = await SendAsync(names[i], cancellationToken).ConfigureAwait(false);
                failures = answer.Verdict == LineageVerdict.Later ? failures + 1 : 0;
                if (failures > 0)
                {
                    wait = Delay(failures, answer.RetryAfter);
                    logger.LineageUnsent(answer.Outcome, names.Count - i, wait.Value);
                }
            }

            if (wait is { } delay) { await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false); }
            else if (names.Count == 0) { await Task.WhenAny(next, Task.Delay(PollInterval, time, cancellationToken)).ConfigureAwait(false); }
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<LineageAnswer> SendAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            LineageAnswer answer = await client.SendAsync(await spool.ReadAsync(name, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            switch (answer.Verdict)
            {
                case LineageVerdict.Taken:
                    spool.Remove(name);
                    metrics.Count(LineageOutcome.Sent);
                    break;
                case LineageVerdict.Never:
                    spool.Reject(name);
                    metrics.Count(LineageOutcome.Rejected);
                    logger.LineageRejected(answer.Outcome, name);
                    break;
            }

            return answer;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new LineageAnswer(LineageVerdict.Later, "spool: " + error.GetType().Name);
        }
    }

    private TimeSpan Delay(int failures, TimeSpan? asked)
    {
        TimeSpan delay = options.Value.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 30));
        delay = delay < options.Value.MaxRetryDelay ? delay : options.Value.MaxRetryDelay;
        return asked > delay ? (asked.Value < TimeSpan.FromHours(1) ? asked.Value : TimeSpan.FromHours(1)) : delay;
    }
}
