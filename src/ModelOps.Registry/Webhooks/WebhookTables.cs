using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Webhooks;

/// <summary>The tables of webhooks: a step of the schema.</summary>
internal static class WebhookTables
{
    public static void Create(Connection connection)
    {
        Dialect d = connection.Dialect;
        connection.ExecuteNow($"""
            CREATE TABLE webhooks (
                id {d.Text} NOT NULL PRIMARY KEY,
                name {d.Text} NOT NULL,
                description {d.Text} NOT NULL,
                url {d.Text} NOT NULL,
                topics {d.Text} NOT NULL,
                active {d.Integer} NOT NULL,
                secret {d.Bytes},
                created_at {d.Text} NOT NULL,
                updated_at {d.Text} NOT NULL,
                sequence {d.Integer} NOT NULL,
                lease_owner {d.Text},
                lease_until {d.Text}
            ) {d.TableEnd}
            """);
        connection.ExecuteNow($"""
            CREATE TABLE webhook_dead_letters (
                webhook {d.Text} NOT NULL REFERENCES webhooks (id),
                sequence {d.Integer} NOT NULL,
                topic {d.Text} NOT NULL,
                attempts {d.Integer} NOT NULL,
                outcome {d.Text} NOT NULL,
                at {d.Text} NOT NULL
            ) {d.TableEnd}
            """);
        connection.ExecuteNow("CREATE INDEX webhook_dead_letters_by_webhook ON webhook_dead_letters (webhook, at)");
    }
}
