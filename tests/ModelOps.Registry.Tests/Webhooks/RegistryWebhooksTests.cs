using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Webhooks;

public sealed class RegistryWebhooksTests
{
    [Fact]
    public async Task Webhooks_CreatedChangedAndDeleted_AsStored()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(204);
        await using WebhookHost host = await WebhookHost.StartAsync(folder.Path);
        RegistryWebhook created = await host.HookAsync(receiver, WebhookTopic.AliasCreated, WebhookTopic.StageChanged);
        Assert.Equivalent(created, await host.Webhooks.GetAsync(created.Id), strict: true);
        Assert.True(created.IsSigned);

        RegistryWebhook changed = await host.Webhooks.UpdateAsync(created.Id, new WebhookUpdate { Name = "other", Description = "d", Topics = [WebhookTopic.TagSet] });
        Assert.Equal(("other", "d", true), (changed.Name, changed.Description, changed.IsSigned));
        Assert.Equal([WebhookTopic.TagSet], changed.Topics);
        Assert.Equal(created.Url, changed.Url);
        Assert.Equal([created.Id], (await host.Webhooks.ListAsync()).Select(static w => w.Id));

        Assert.True(await host.Webhooks.DeleteAsync(created.Id));
        Assert.False(await host.Webhooks.DeleteAsync(created.Id));
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => host.Webhooks.GetAsync(created.Id));
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => host.Webhooks.ReplayAsync(created.Id, 0));
    }

    [Theory]
    [InlineData("", "https://example.com/h", "model_version", "created", "The name")]
    [InlineData("w", "ftp://example.com/h", "model_version", "created", "The URL")]
    [InlineData("w", "https://user:secret@example.com/h", "model_version", "created", "The URL")]
    [InlineData("w", "https://example.com/h#part", "model_version", "created", "The URL")]
    [InlineData("w", "/h", "model_version", "created", "The URL")]
    [InlineData("w", "https://example.com/h", "model_version", "exploded", "no topic 'model_version.exploded'")]
    public async Task CreateAsync_NotValid_SaysWhatIsWrong(string name, string url, string entity, string action, string message)
    {
        using TemporaryFolder folder = new();
        await using WebhookHost host = await WebhookHost.StartAsync(folder.Path);
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => host.Webhooks.CreateAsync(new WebhookRegistration
        {
            Name = name,
            Url = new Uri(url, UriKind.RelativeOrAbsolute),
            Topics = [new WebhookTopic(entity, action)],
        }));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_BadSettings_SaysWhichAndWhatMendsThem()
    {
        using TemporaryFolder folder = new();
        Microsoft.Extensions.Options.OptionsValidationException e = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => WebhookHost.StartAsync(folder.Path, static options => (options.MaxAttempts, options.SecretKey) = (0, "short")));
        Assert.Contains("ModelOps:Registry:Webhooks:MaxAttempts is 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_StoredEncrypted()
    {
        using TemporaryFolder folder = new();
        using HookReceiver receiver = new(204);
        await using (WebhookHost host = await WebhookHost.StartAsync(folder.Path)) { await host.HookAsync(receiver); }
        Assert.All(Directory.EnumerateFiles(folder.Path, "registry.db*"), static file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("s3cret"u8)));
    }
}
