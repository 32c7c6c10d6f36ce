using ModelOps.TestServers;

namespace ModelOps.Registry.Tests.Webhooks;

public sealed class WebhookFullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outbox_FullDisk_LosesNoEventThatWasAcknowledged()
    {
        using SmallDisk disk = SmallDisk.Mount(6);
        using HookReceiver receiver = new(204);
        await using WebhookHost host = await WebhookHost.StartAsync(disk.Path);
        await host.RegisterAsync();
        await host.HookAsync(receiver, WebhookTopic.AliasCreated);
        disk.Fill();
        int moved = 0;

        RegistryStorageException full = await Assert.ThrowsAsync<RegistryStorageException>(async () =>
        {
            for (; moved < 1000; moved++) { await MoveAsync(host, moved); }
        });
        RegistryStorageException hook = await Assert.ThrowsAsync<RegistryStorageException>(async () =>
        {
            for (int i = 0; i < 1000; i++) { await host.HookAsync(receiver); }
        });
        disk.Empty();
        await MoveAsync(host, moved);

        Assert.Equal((RegistryErrorCodes.Full, RegistryErrorCodes.Full), (full.Code, hook.Code));
        HashSet<string> wanted = [.. Enumerable.Range(0, moved + 1).Select(static i => $"alias-{i}")];
        for (int i = 0; i < 600 && !wanted.IsSubsetOf(Told(receiver)); i++) { await Task.Delay(50, Cancellation); }
        Assert.Empty(wanted.Except(Told(receiver))); // at least once each; a position that could not be kept is sent again
    }

    private static Task<ModelAlias> MoveAsync(WebhookHost host, int i) => host.Registry.MoveAliasAsync(
        new AliasMove { Model = "demand", Alias = $"alias-{i}", Number = 1, Reason = new string('r', 4000) }, Cancellation);

    private static HashSet<string> Told(HookReceiver receiver) =>
        [.. receiver.Received.Select(static r => System.Text.Json.JsonDocument.Parse(r.Body).RootElement.GetProperty("data").GetProperty("alias").GetString()!)];
}
