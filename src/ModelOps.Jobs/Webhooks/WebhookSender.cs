using System.Globalization;
using Microsoft.Extensions.Options;
using ModelOps.Outbound;
using Polly;
using Polly.Retry;

namespace ModelOps.Jobs;

/// <summary>Sends one message until the receiver takes it or the attempts are used up.</summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly GuardedPost _post;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;

    public WebhookSender(IOptions<JobsOptions> options, TimeProvider time)
    {
        _options = options.Value.Webhooks;
        _time = time;
        _post = new GuardedPost(_options.AllowPrivateAddresses);
    }

    /// <summary>Longest time that <see cref="SendAsync"/> takes.</summary>
    public TimeSpan LongestDelivery => ((_options.Timeout + (_options.RetryDelay * Math.Pow(2, _options.MaxAttempts))) * _options.MaxAttempts) + TimeSpan.FromSeconds(30);

    /// <summary>Sends the message about a job's end.</summary>
    /// <returns>How it went; never pending.</returns>
    public async Task<InferenceJobWebhook> SendAsync(InferenceJob job, CancellationToken cancellationToken)
    {
        InferenceJobWebhook hook = job.Webhook!;
        if (_options.Secrets.Count == 0) { return hook with { State = WebhookState.Failed, LastOutcome = "NO_SECRET" }; }
        if (hook.Url.Scheme != Uri.UriSchemeHttps && !_options.AllowHttp) { return hook with { State = WebhookState.Failed, LastOutcome = "NOT_HTTPS" }; }
        WebhookMessage message = WebhookMessage.Of(job);
        int attempts = 0;
        string outcome = await Pipeline().ExecuteAsync(
            async token =>
            {
                attempts++;
                return await SendOnceAsync(hook.Url, message, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return hook with
        {
            State = GuardedPost.IsTaken(outcome) ? WebhookState.Delivered : WebhookState.Failed,
            Attempts = hook.Attempts + attempts,
            LastOutcome = outcome,
        };
    }

    public void Dispose() => _post.Dispose();

    private ResiliencePipeline<string> Pipeline()
    {
        ResiliencePipelineBuilder<string> builder = new() { TimeProvider = _time };
        if (_options.MaxAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<string>
            {
                MaxRetryAttempts = _options.MaxAttempts - 1,
                Delay = _options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => new ValueTask<bool>(arguments.Outcome.Result is { } outcome && GuardedPost.MayPass(outcome)),
            });
        }

        return builder.Build();
    }

    private Task<string> SendOnceAsync(Uri url, WebhookMessage message, CancellationToken cancellationToken)
    {
        long timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        KeyValuePair<string, string>[] headers =
        [
            new("webhook-id", message.Id),
            new("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
            new("webhook-signature", WebhookSignature.Sign(_options.Secrets, message.Id, timestamp, message.Body)),
        ];
        return _post.SendAsync(url, message.Body, headers, _options.Timeout, cancellationToken);
    }
}
