using System.Globalization;
using Microsoft.Extensions.Options;
using ModelOps.Outbound;
using Polly;
using Polly.Retry;

namespace ModelOps.Registry.Webhooks;

/// <summary>Sends one message until the receiver takes it or the attempts are used up.</summary>
internal sealed class WebhookSender : IDisposable
{
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMinutes(1);
    private readonly GuardedPost _post;
    private readonly RegistryWebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<string> _pipeline;

    public WebhookSender(IOptions<RegistryWebhookOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _post = new GuardedPost(_options.AllowPrivateAddresses);
        ResiliencePipelineBuilder<string> builder = new() { TimeProvider = time };
        if (_options.MaxAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<string>
            {
                MaxRetryAttempts = _options.MaxAttempts - 1,
                Delay = _options.RetryDelay,
                MaxDelay = s_longestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => new ValueTask<bool>(arguments.Outcome.Result is { } outcome && GuardedPost.MayPass(outcome)),
            });
        }

        _pipeline = builder.Build();
    }

    /// <summary>Longest time that <see cref="SendAsync"/> takes.</summary>
    public TimeSpan LongestDelivery => (_options.Timeout + s_longestDelay) * _options.MaxAttempts;

    /// <summary>Sends a message.</summary>
    /// <returns>How the last attempt went, and how many there were.</returns>
    public async Task<(string Outcome, int Attempts)> SendAsync(Uri url, string? secret, WebhookMessage message, CancellationToken cancellationToken)
    {
        int attempts = 0;
        string outcome = await _pipeline.ExecuteAsync(
            async token =>
            {
                attempts++;
                return await SendOnceAsync(url, secret, message, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return (outcome, attempts);
    }

    public Task<string> SendOnceAsync(Uri url, string? secret, WebhookMessage message, CancellationToken cancellationToken)
    {
        string timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        List<KeyValuePair<string, string>> headers = [new("X-MLflow-Delivery-Id", message.Id), new("X-MLflow-Timestamp", timestamp)];
        if (secret is not null) { headers.Add(new("X-MLflow-Signature", WebhookSignature.Sign(secret, message.Id, timestamp, message.Body))); }
        return _post.SendAsync(url, message.Body, headers, _options.Timeout, cancellationToken);
    }

    public void Dispose() => _post.Dispose();
}
