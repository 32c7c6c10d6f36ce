using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ModelOps.Registry.Webhooks;

/// <summary>Writes events as MLflow's messages: <c>{"entity", "action", "timestamp", "data"}</c>.</summary>
internal static class WebhookMessages
{
    /// <summary>What an event tells of. One event may tell of several changes of tags.</summary>
    public static IEnumerable<(WebhookTopic Topic, string? Key)> TopicsOf(RegistryEvent entry) => entry.Kind switch
    {
        RegistryEventKind.ModelCreated => [(WebhookTopic.ModelCreated, null)],
        RegistryEventKind.VersionRegistered when entry.Number == 1 => [(WebhookTopic.ModelCreated, null), (WebhookTopic.VersionCreated, null)], // the model came with it
        RegistryEventKind.VersionRegistered => [(WebhookTopic.VersionCreated, null)],
        RegistryEventKind.AliasMoved => [(WebhookTopic.AliasCreated, null)],
        RegistryEventKind.AliasRemoved => [(WebhookTopic.AliasDeleted, null)],
        RegistryEventKind.VersionUpdated => TagsOf(entry),
        RegistryEventKind.VersionStageChanged => TagsOf(entry).Prepend((WebhookTopic.StageChanged, null)),
        _ => [],
    };

    public static WebhookMessage Write(string webhook, RegistryEvent entry, WebhookTopic topic, string? key, RegisteredVersion? version) => new(
        topic,
        string.Create(CultureInfo.InvariantCulture, $"{webhook}-{entry.Sequence}{(key is null ? string.Empty : $"-{key}")}-{topic}"),
        Write(topic, entry.At, writer =>
        {
            writer.WriteString("name"u8, entry.Model);
            if (entry.Number > 0 && topic != WebhookTopic.ModelCreated) { writer.WriteString("version"u8, entry.Number.ToString(CultureInfo.InvariantCulture)); }
            if (entry.Alias is not null) { writer.WriteString("alias"u8, entry.Alias); }
            if (key is not null) { writer.WriteString("key"u8, key); }
            if (topic == WebhookTopic.TagSet) { writer.WriteString("value"u8, entry.Changes[TagField(key!)]); }
            if (topic == WebhookTopic.StageChanged) { writer.WriteString("stage"u8, entry.Changes.GetValueOrDefault("stage")); }
            if (topic == WebhookTopic.VersionCreated && version is not null) { WriteVersion(writer, version); }
        }));

    /// <summary>A message of made-up data, to try a receiver.</summary>
    public static WebhookMessage WriteSample(string webhook, WebhookTopic topic, DateTimeOffset now) => new(
        topic,
        $"{webhook}-test-{Guid.CreateVersion7(now):N}",
        Write(topic, now, static writer =>
        {
            writer.WriteString("name"u8, "example_model");
            writer.WriteString("version"u8, "1");
        }));

    private static byte[] Write(WebhookTopic topic, DateTimeOffset at, Action<Utf8JsonWriter> writeData)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            writer.WriteString("entity"u8, topic.Entity);
            writer.WriteString("action"u8, topic.Action);
            writer.WriteString("timestamp"u8, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture));
            writer.WriteStartObject("data"u8);
            writeData(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static void WriteVersion(Utf8JsonWriter writer, RegisteredVersion version)
    {
        writer.WriteString("source"u8, version.Version.Source ?? $"models:/{version.Version.Model}/{version.Version.Number}");
        if (version.Version.RunId is { } run) { writer.WriteString("run_id"u8, run); }
        writer.WriteString("description"u8, version.Description);
        writer.WriteStartObject("tags"u8);
        foreach ((string key, string value) in version.Tags) { writer.WriteString(key, value); }
        writer.WriteEndObject();
    }

    private static IEnumerable<(WebhookTopic Topic, string? Key)> TagsOf(RegistryEvent entry) => entry.Changes
        .Where(static change => change.Key.StartsWith(TagField(string.Empty), StringComparison.Ordinal))
        .OrderBy(static change => change.Key, StringComparer.Ordinal)
        .Select(static change => (change.Value is null ? WebhookTopic.TagDeleted : WebhookTopic.TagSet, (string?)change.Key[TagField(string.Empty).Length..]));

    private static string TagField(string key) => $"tag:{key}";
}
