using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelOps.Jobs.Tests.Support;
using ModelOps.Outbound;
using ModelOps.TestServers;

namespace ModelOps.Jobs.Tests.Webhooks;

public sealed class WebhookServiceTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task EndedJob_Webhook_IsSignedAndDelivered()
    {
        using HookReceiver receiver = new(503, 204);

        InferenceJob job = await RunAsync(receiver.Url);

        Assert.Equal((WebhookState.Delivered, 2, "204"), (job.Webhook!.State, job.Webhook.Attempts, job.Webhook.LastOutcome));
        (System.Net.WebHeaderCollection headers, byte[] body) = receiver.Received.Last();
        Assert.Single(receiver.Received.Select(static r => r.Headers["webhook-id"]).Distinct());
        long timestamp = long.Parse(headers["webhook-timestamp"]!, CultureInfo.InvariantCulture);
        Assert.Equal(WebhookSignature.Sign([Secret], headers["webhook-id"]!, timestamp, body), headers["webhook-signature"]);
        using JsonDocument message = JsonDocument.Parse(body);
        Assert.Equal("job.succeeded", message.RootElement.GetProperty("type").GetString());
        Assert.Equal(job.Id, message.RootElement.GetProperty("data").GetProperty("id").GetString());
        Assert.DoesNotContain("outputs", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receiver_ThatNeverTakesIt_IsGivenUp()
    {
        using HookReceiver receiver = new(500);

        InferenceJob job = await RunAsync(receiver.Url);

        Assert.Equal((WebhookState.Failed, 3, "500"), (job.Webhook!.State, job.Webhook.Attempts, job.Webhook.LastOutcome));
        Assert.Equal(InferenceJobState.Succeeded, job.State);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(410)]
    public async Task Receiver_ThatRedirectsOrIsGone_IsNotCalledAgain(int status)
    {
        using HookReceiver receiver = new(status, 204);

        InferenceJob job = await RunAsync(receiver.Url);

        Assert.Equal((WebhookState.Failed, 1), (job.Webhook!.State, job.Webhook.Attempts));
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task Receiver_AtALoopbackAddress_IsRefusedUnlessAllowed()
    {
        using HookReceiver receiver = new(204);

        InferenceJob job = await RunAsync(receiver.Url, allowPrivate: false);

        Assert.Equal((WebhookState.Failed, GuardedPost.RefusedAddress), (job.Webhook!.State, job.Webhook.LastOutcome));
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task Submit_WebhookWithoutSecretOrHttps_IsRefused()
    {
        await using JobHost without = await JobHost.StartAsync(new FakeModel());
        await using JobHost plain = await JobHost.StartAsync(new FakeModel(), static jobs => jobs.Webhooks.Secrets.Add(Secret));
        using InferenceRequest request = JobHost.Request();

        await Assert.ThrowsAsync<JobRefusedException>(async () => await without.Client.SubmitAsync(request, new() { Webhook = new Uri("https://example.com") }));
        await Assert.ThrowsAsync<JobRefusedException>(async () => await plain.Client.SubmitAsync(request, new() { Webhook = new Uri("http://example.com") }));
    }

    private static async Task<InferenceJob> RunAsync(Uri url, bool allowPrivate = true)
    {
        await using JobHost host = await JobHost.StartAsync(new FakeModel(), jobs =>
        {
            jobs.Webhooks.Secrets.Add(Secret);
            (jobs.Webhooks.AllowHttp, jobs.Webhooks.AllowPrivateAddresses) = (true, allowPrivate);
            (jobs.Webhooks.RetryDelay, jobs.Webhooks.MaxAttempts) = (TimeSpan.FromMilliseconds(1), 3);
        });
        using InferenceRequest request = JobHost.Request();
        InferenceJob job = await host.Client.SubmitAsync(request, new InferenceJobOptions { Webhook = url }, TestContext.Current.CancellationToken);
        return await host.UntilAsync(job.Id, static j => j.Webhook!.State != WebhookState.Pending);
    }
}
