using System.Text;
using System.Text.Json;
using ModelOps.Registry.Webhooks;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Webhooks;

/// <summary>Real hosts, real receivers.</summary>
public sealed class WebhookDeliveryTests
{
    [Fact]
    public async Task Events_AskedFor_ArriveInOrderSignedAndFromNowOn()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(204);
        await using WebhookHost host = await WebhookHost.StartAsync(folder.Path);
        await host.RegisterAsync(); // before the webhook
        await host.HookAsync(receiver);
        for (int i = 0; i < 5; i++) { await host.RegisterAsync(); }
        await host.Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 2 }); // not asked for
        await WebhookHost.HasReceivedAsync(receiver, 5);

        Assert.Equal(["2", "3", "4", "5", "6"], receiver.Received.Select(static r => Data(r.Body).GetProperty("version").GetString()));
        (System.Net.WebHeaderCollection headers, byte[] body) = receiver.Received.First();
        Assert.Equal(WebhookSignature.Sign("s3cret", headers["X-MLflow-Delivery-Id"]!, headers["X-MLflow-Timestamp"]!, body), headers["X-MLflow-Signature"]);
        Assert.Equal(5, receiver.Received.Select(static r => r.Headers["X-MLflow-Delivery-Id"]).Distinct().Count());
    }

    [Fact]
    public async Task Receiver_FailsForAWhile_MessageIsSentAgainWithItsIdentifier()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(503, 500, 204);
        await using WebhookHost host = await WebhookHost.StartAsync(folder.Path);
        RegistryWebhook hook = await host.HookAsync(receiver);
        await host.RegisterAsync();
        await WebhookHost.HasReceivedAsync(receiver, 3);
        Assert.Single(receiver.Received.Select(static r => r.Headers["X-MLflow-Delivery-Id"]).Distinct());
        Assert.Empty(await host.Webhooks.ListDeadLettersAsync(hook.Id));
    }

    [Fact]
    public async Task Receiver_NeverTakesOne_DeadLetterAndTheNextGoesOut()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(500, 500, 500, 204);
        await using WebhookHost host = await WebhookHost.StartAsync(folder.Path);
        RegistryWebhook hook = await host.HookAsync(receiver);
        await host.RegisterAsync();
        await host.RegisterAsync();
        await WebhookHost.HasReceivedAsync(receiver, 4);
        Assert.Equal("2", Data(receiver.Received.Last().Body).GetProperty("version").GetString());

        WebhookDeadLetter letter = Assert.Single(await host.Webhooks.ListDeadLettersAsync(hook.Id));
        Assert.Equal((3, "500", "model_version.created"), (letter.Attempts, letter.Outcome, letter.Topic));

        await host.Webhooks.ReplayAsync(hook.Id, letter.Sequence - 1); // the receiver is well now
        await WebhookHost.HasReceivedAsync(receiver, 6);
        Assert.Equal(["1", "2"], receiver.Received.Skip(4).Select(static r => Data(r.Body).GetProperty("version").GetString()));
        Assert.Equal(receiver.Received.First().Headers["X-MLflow-Delivery-Id"], receiver.Received.ElementAt(4).Headers["X-MLflow-Delivery-Id"]);
    }

    [Fact]
    public async Task Host_EndsAndAnotherStarts_GoesOnWhereItWas()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(204);
        await using (WebhookHost first = await WebhookHost.StartAsync(folder.Path))
        {
            await first.HookAsync(receiver);
            await first.RegisterAsync();
            await WebhookHost.HasReceivedAsync(receiver, 1);
        }

        using (EmbeddedModelRegistry quiet = EmbeddedModelRegistry.Open(new RegistryOptions { Path = folder.Path }))
        {
            await quiet.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("m", new byte[] { 1 })] }); // nobody listens
        }

        await using WebhookHost second = await WebhookHost.StartAsync(folder.Path);
        await WebhookHost.HasReceivedAsync(receiver, 2);
        Assert.Equal(["1", "2"], receiver.Received.Select(static r => Data(r.Body).GetProperty("version").GetString()));
    }

    [Fact]
    public async Task SeveralHosts_EachMessageOnce()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(204);
        await using WebhookHost one = await WebhookHost.StartAsync(folder.Path);
        await using WebhookHost two = await WebhookHost.StartAsync(folder.Path);
        await one.HookAsync(receiver);
        for (int i = 0; i < 20; i++) { await (i % 2 == 0 ? one : two).RegisterAsync(); }
        await WebhookHost.HasReceivedAsync(receiver, 20);
        await Task.Delay(300); // time for one too many
        Assert.Equal(Enumerable.Range(1, 20).Select(static i => $"{i}"), receiver.Received.Select(static r => Data(r.Body).GetProperty("version").GetString()));
    }

    [Fact]
    public async Task Inactive_HearsOfItOnceItIsActiveAgain()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(204);
        await using WebhookHost host = await WebhookHost.StartAsync(folder.Path);
        RegistryWebhook hook = await host.HookAsync(receiver);
        await host.Webhooks.UpdateAsync(hook.Id, new WebhookUpdate { IsActive = false });
        await host.RegisterAsync();
        await Task.Delay(300);
        Assert.Empty(receiver.Received);
        await host.Webhooks.UpdateAsync(hook.Id, new WebhookUpdate { IsActive = true, Secret = string.Empty });
        await WebhookHost.HasReceivedAsync(receiver, 1);
        Assert.Null(receiver.Received.First().Headers["X-MLflow-Signature"]);
    }

    [Fact]
    public async Task PrivateAddress_NotAllowed_IsNeverCalled()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(204);
        await using WebhookHost host = await WebhookHost.StartAsync(folder.Path, static options => options.AllowPrivateAddresses = false);
        RegistryWebhook hook = await host.HookAsync(receiver);
        Assert.Equal(new WebhookTestResult(false, "REFUSED_ADDRESS"), await host.Webhooks.TestAsync(hook.Id));
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task TestAsync_SendsAMadeUpMessageOnce()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(418);
        await using WebhookHost host = await WebhookHost.StartAsync(folder.Path);
        RegistryWebhook hook = await host.HookAsync(receiver);
        Assert.Equal(new WebhookTestResult(false, "418"), await host.Webhooks.TestAsync(hook.Id));
        Assert.Equal("model_version", JsonDocument.Parse(Assert.Single(receiver.Received).Body).RootElement.GetProperty("entity").GetString());
    }

    private static JsonElement Data(byte[] body) => JsonDocument.Parse(Encoding.UTF8.GetString(body)).RootElement.GetProperty("data");
}
