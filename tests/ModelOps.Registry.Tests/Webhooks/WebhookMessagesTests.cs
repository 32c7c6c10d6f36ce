using System.Text;
using System.Text.Json;
using ModelOps.Registry.Webhooks;

namespace ModelOps.Registry.Tests.Webhooks;

public sealed class WebhookMessagesTests
{
    [Fact]
    public void Sign_ComputedByPython_Same() =>
        Assert.Equal("v1,G2ShuVzSSSfy1jCfd6eHfcRxF+GSmEbR2H97FZuxIU8=", WebhookSignature.Sign("s3cret", "d-1", "1700000000", Encoding.UTF8.GetBytes("{\"a\":1}")));

    [Fact]
    public void Write_AliasMoved_AsMlflowTellsIt()
    {
        RegistryEvent entry = Event(RegistryEventKind.AliasMoved) with { Alias = "champion" };
        (WebhookTopic topic, string? key) = Assert.Single(WebhookMessages.TopicsOf(entry));
        WebhookMessage message = WebhookMessages.Write("w", entry, topic, key, null);
        JsonElement json = JsonDocument.Parse(message.Body).RootElement;
        Assert.Equal(("model_version_alias", "created"), (json.GetProperty("entity").GetString(), json.GetProperty("action").GetString()));
        Assert.Equal("""{"name":"demand","version":"3","alias":"champion"}""", json.GetProperty("data").GetRawText());
        Assert.Equal("2026-01-02T03:04:05.000000+00:00", json.GetProperty("timestamp").GetString());
        Assert.Equal(message.Id, WebhookMessages.Write("w", entry, topic, key, null).Id);
    }

    [Fact]
    public void TopicsOf_TagsSetAndRemoved_OneEach()
    {
        RegistryEvent entry = Event(RegistryEventKind.VersionUpdated) with
        {
            Changes = new Dictionary<string, string?> { ["tag:b"] = "2", ["tag:a"] = null, ["description"] = "x" },
        };
        Assert.Equal([(WebhookTopic.TagDeleted, "a"), (WebhookTopic.TagSet, "b")], WebhookMessages.TopicsOf(entry));
        WebhookMessage set = WebhookMessages.Write("w", entry, WebhookTopic.TagSet, "b", null);
        Assert.Equal("""{"name":"demand","version":"3","key":"b","value":"2"}""", JsonDocument.Parse(set.Body).RootElement.GetProperty("data").GetRawText());
        Assert.NotEqual(set.Id, WebhookMessages.Write("w", entry, WebhookTopic.TagDeleted, "a", null).Id);
    }

    [Fact]
    public void TopicsOf_FirstVersion_TellsOfTheModelToo() =>
        Assert.Equal([WebhookTopic.ModelCreated, WebhookTopic.VersionCreated], WebhookMessages.TopicsOf(Event(RegistryEventKind.VersionRegistered) with { Number = 1 }).Select(static told => told.Topic));

    private static RegistryEvent Event(RegistryEventKind kind) => new()
    {
        Sequence = 7,
        Kind = kind,
        Model = "demand",
        Number = 3,
        At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };
}
