using System.Security.Cryptography;

namespace ModelOps.Drift.Alerts;

/// <summary>Repeats an attempt, with waits that double, and each attempt within its time.</summary>
internal sealed class AlertRetry(DriftSinkOptions options, TimeProvider time)
{
    /// <exception cref="DriftSinkException">The attempts are used up, or another would not do better.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<AttemptResult>> attempt, CancellationToken cancellationToken)
    {
        for (int made = 1; ; made++)
        {
            AttemptResult result = await OnceAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (result.Outcome is null) { return; }
            TimeSpan? asked = result.RetryAfter;
            if (!result.MayPass || made >= options.MaxAttempts || asked > options.MaxRetryAfter)
            {
                throw new DriftSinkException(options.Name, result.Outcome, made, result.Mend, asked);
            }

            TimeSpan wait = options.RetryDelay * Math.Pow(2, made - 1) * (0.5 + (RandomNumberGenerator.GetInt32(1024) / 1024.0));
            await Task.Delay(asked > wait ? asked.Value : wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public TimeSpan Until(DateTimeOffset at) => at > time.GetUtcNow() ? at - time.GetUtcNow() : TimeSpan.Zero;

    private async Task<AttemptResult> OnceAsync(Func<CancellationToken, Task<AttemptResult>> attempt, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await attempt(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new AttemptResult("TIMEOUT", MayPass: true, null, $"Check that the receiver runs, or raise {nameof(options.Timeout)} ({options.Timeout}).");
        }
    }
}
