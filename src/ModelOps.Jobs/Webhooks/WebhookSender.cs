using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using ModelOps.Outbound;
using Polly;
using Polly.Retry;

namespace ModelOps.Jobs;

/// <summary>Sends one message until the receiver takes it or the attempts are used up.</summary>
internal sealed class WebhookSender : IDisposable
{
    public const string RefusedAddress = "REFUSED_ADDRESS";
    private const string Transport = "UNREACHABLE";
    private const string TimedOut = "TIMEOUT";

    private readonly HttpClient _http;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;

    public WebhookSender(IOptions<JobsOptions> options, TimeProvider time)
    {
        _options = options.Value.Webhooks;
        _time = time;
        _http = new HttpClient(GuardedHttpHandler.Create(_options.AllowPrivateAddresses)) { Timeout = Timeout.InfiniteTimeSpan };
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
            State = outcome.StartsWith('2') ? WebhookState.Delivered : WebhookState.Failed,
            Attempts = hook.Attempts + attempts,
            LastOutcome = outcome,
        };
    }

    public void Dispose() => _http.Dispose();

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
                ShouldHandle = static arguments => new ValueTask<bool>(arguments.Outcome.Result is { } outcome && MayPass(outcome)),
            });
        }

        return builder.Build();
    }

    private async Task<string> SendOnceAsync(Uri url, WebhookMessage message, CancellationToken cancellationToken)
    {
        long timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Sign(_options.Secrets, message.Id, timestamp, message.Body));
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            return ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TimedOut;
        }
        catch (Exception error) when (error is AddressRefusedException || error.InnerException is AddressRefusedException)
        {
            return RefusedAddress;
        }
        catch (HttpRequestException)
        {
            return Transport;
        }
    }

    /// <summary>Whether another request may do better; a redirect or an error of ours will not go away.</summary>
    private static bool MayPass(string outcome) =>
        outcome is Transport or TimedOut
        || (int.TryParse(outcome, NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            && (status >= 500 || status is (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Conflict));
}
