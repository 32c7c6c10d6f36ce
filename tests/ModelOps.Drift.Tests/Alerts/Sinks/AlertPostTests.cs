using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;

namespace ModelOps.Drift.Tests.Alerts.Sinks;

public sealed class AlertPostTests
{
    private static readonly Uri Target = new("https://hook.example/T0/SECRET");

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, 4)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 4)]
    [InlineData(HttpStatusCode.TooManyRequests, 4)]
    [InlineData(HttpStatusCode.RequestTimeout, 4)]
    [InlineData(HttpStatusCode.BadRequest, 1)]
    [InlineData(HttpStatusCode.Unauthorized, 1)]
    [InlineData(HttpStatusCode.Found, 1)]
    public async Task Send_Refused_IsTriedAgainWhereThatMayHelp(HttpStatusCode status, int attempts)
    {
        RecordingHandler handler = RecordingHandler.Answering(status);

        DriftSinkException error = await Assert.ThrowsAsync<DriftSinkException>(() => SendAsync(handler, Fast()));

        Assert.Equal((attempts, attempts, $"{(int)status}"), (handler.Received.Count, error.Attempts, error.Outcome));
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hook.example", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TakenLater_IsTaken()
    {
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.BadGateway, HttpStatusCode.TooManyRequests, HttpStatusCode.Accepted);

        await SendAsync(handler, Fast());

        Assert.Equal(3, handler.Received.Count);
    }

    [Fact]
    public async Task Send_RetryAfter_IsWaitedFor()
    {
        FakeTimeProvider time = new();
        var handler = new RecordingHandler(
            static () => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(30)) } },
            static () => new HttpResponseMessage(HttpStatusCode.OK));
        using var post = new AlertPost(Options(handler), time);

        Task sending = Send(post);
        await Task.Yield();
        Assert.Single(handler.Received);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(sending.IsCompleted);
        Assert.Single(handler.Received);
        time.Advance(TimeSpan.FromSeconds(1));
        await sending;

        Assert.Equal(2, handler.Received.Count);
    }

    [Fact]
    public async Task Send_RetryAfterTooFar_IsHandedOn()
    {
        FakeTimeProvider time = new(Windows.Start);
        var handler = new RecordingHandler(
            static () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = new RetryConditionHeaderValue(Windows.Start.AddHours(2)) } });
        using var post = new AlertPost(Options(handler), time);

        DriftSinkException error = await Assert.ThrowsAsync<DriftSinkException>(() => Send(post));

        Assert.Equal((TimeSpan.FromHours(2), 1), (error.RetryAfter, handler.Received.Count));
    }

    [Fact]
    public async Task Send_NobodyAnswers_TimesOutEachAttempt()
    {
        FakeTimeProvider time = new();
        using var silent = new SilentHandler();
        using var post = new AlertPost(new DriftWebhookSinkOptions { Handler = () => silent, MaxAttempts = 2, RetryDelay = TimeSpan.FromMilliseconds(1) }, time);

        Task sending = Send(post);
        while (!sending.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        DriftSinkException error = await Assert.ThrowsAsync<DriftSinkException>(() => sending);
        Assert.Equal(("TIMEOUT", 2, 2), (error.Outcome, error.Attempts, silent.Calls));
    }

    [Fact]
    public async Task Send_Unreachable_SaysSoWithoutTheAddress()
    {
        var options = Fast();
        options.MaxAttempts = 2;
        using var post = new AlertPost(options, TimeProvider.System);

        DriftSinkException error = await Assert.ThrowsAsync<DriftSinkException>(() => post.SendAsync(
            new Uri("http://127.0.0.1:1/SECRET"), [], NoHeaders, static _ => "", TestContext.Current.CancellationToken));

        Assert.Equal("UNREACHABLE", error.Outcome);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Cancelled_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        using var silent = new SilentHandler();
        using var post = new AlertPost(new DriftWebhookSinkOptions { Handler = () => silent }, new FakeTimeProvider());
        Task sending = post.SendAsync(Target, [], NoHeaders, static _ => "", stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private static async Task SendAsync(RecordingHandler handler, DriftWebhookSinkOptions options)
    {
        options.Handler = () => handler;
        using var post = new AlertPost(options, TimeProvider.System);
        await Send(post);
    }

    private static Task Send(AlertPost post) => post.SendAsync(Target, "{}"u8.ToArray(), NoHeaders, static status => $"Mend {status}.", TestContext.Current.CancellationToken);

    private static ValueTask<IEnumerable<KeyValuePair<string, string>>> NoHeaders(CancellationToken cancellationToken) => ValueTask.FromResult<IEnumerable<KeyValuePair<string, string>>>([]);

    private static DriftWebhookSinkOptions Fast() => new() { RetryDelay = TimeSpan.FromMilliseconds(1) };

    private static DriftWebhookSinkOptions Options(RecordingHandler handler) => new() { Handler = () => handler };

    private sealed class SilentHandler : HttpMessageHandler
    {
        public int Calls { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
