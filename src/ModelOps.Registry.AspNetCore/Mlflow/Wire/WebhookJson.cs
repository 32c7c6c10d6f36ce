using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Webhooks, as the API reads and writes them: what they ask for is in capitals.</summary>
internal static class WebhookJson
{
    /// <summary>What clients have names for; another would break them.</summary>
    private static readonly HashSet<string> KnownActions = new(["created", "updated", "deleted", "set"], StringComparer.Ordinal);

    public static void Write(Utf8JsonWriter writer, RegistryWebhook webhook)
    {
        writer.WriteString("webhook_id"u8, webhook.Id);
        writer.WriteString("name"u8, webhook.Name);
        writer.WriteIfAny("description"u8, webhook.Description);
        writer.WriteString("url"u8, webhook.Url.OriginalString);
        writer.WriteList("events"u8, [.. webhook.Topics.Where(static t => KnownActions.Contains(t.Action))], static (w, topic) =>
        {
            w.WriteString("entity"u8, topic.Entity.ToUpperInvariant());
            w.WriteString("action"u8, topic.Action.ToUpperInvariant());
        });
        writer.WriteString("status"u8, webhook.IsActive ? "ACTIVE"u8 : "DISABLED"u8);
        writer.WriteTime("creation_timestamp"u8, webhook.CreatedAt);
        writer.WriteTime("last_updated_timestamp"u8, webhook.UpdatedAt);
    }

    public static WebhookTopic ReadTopic(MlflowFields topic) => new(topic.Required("entity").ToLowerInvariant(), topic.Required("action").ToLowerInvariant());

    public static Uri ReadUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) ? parsed : throw MlflowFields.Wrong("url", "an absolute URL");

    public static bool? ReadStatus(string? status) => status switch
    {
        null or "" => null,
        "ACTIVE" or "1" => true,
        "DISABLED" or "2" => false,
        _ => throw MlflowFields.Wrong("status", "one of ACTIVE, DISABLED"),
    };
}
