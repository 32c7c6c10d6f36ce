using System.Data.Common;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Webhooks;

/// <summary>Keeps webhooks in the registry's database.</summary>
/// <param name="database">The database.</param>
/// <param name="ownKey">Gives a key for secrets that is kept beside it; null where there is none.</param>
internal sealed class SqlWebhookStore(Database database, Func<byte[]?> ownKey) : IWebhookStore
{
    private const int MaxDeadLetters = 10_000; // of one webhook: the oldest go
    private const string Columns = "id, name, description, url, topics, active, secret, created_at, updated_at, sequence";

    public byte[]? OwnKey => ownKey();

    public Task<long> AddAsync(WebhookRow row, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            RegistryWebhook webhook = row.Webhook;
            long newest = await connection.ScalarAsync("SELECT MAX(sequence) FROM log").ConfigureAwait(false);
            await connection.ExecuteAsync(
                $"INSERT INTO webhooks ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                webhook.Id, webhook.Name, webhook.Description, webhook.Url.OriginalString, WriteTopics(webhook), webhook.IsActive ? 1L : 0L, row.Secret,
                Timestamp.Format(webhook.CreatedAt), Timestamp.Format(webhook.UpdatedAt), newest).ConfigureAwait(false);
            return newest;
        },
        cancellationToken);

    public Task<bool> UpdateAsync(RegistryWebhook webhook, byte[]? secret, bool hasSecretChanged, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            int changed = await connection.ExecuteAsync(
                "UPDATE webhooks SET name = $2, description = $3, url = $4, topics = $5, active = $6, updated_at = $7 WHERE id = $1",
                webhook.Id, webhook.Name, webhook.Description, webhook.Url.OriginalString, WriteTopics(webhook), webhook.IsActive ? 1L : 0L,
                Timestamp.Format(webhook.UpdatedAt)).ConfigureAwait(false);
            if (hasSecretChanged) { await connection.ExecuteAsync("UPDATE webhooks SET secret = $2 WHERE id = $1", webhook.Id, secret).ConfigureAwait(false); }
            return changed > 0;
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string webhook, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync("DELETE FROM webhook_dead_letters WHERE webhook = $1", webhook).ConfigureAwait(false);
            return await connection.ExecuteAsync("DELETE FROM webhooks WHERE id = $1", webhook).ConfigureAwait(false) > 0;
        },
        cancellationToken);

    public Task<WebhookRow?> FindAsync(string webhook, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.QueryOneAsync($"SELECT {Columns} FROM webhooks WHERE id = $1", Read, webhook), cancellationToken);

    public async Task<IReadOnlyList<WebhookRow>> ListAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(static connection => connection.QueryAsync($"SELECT {Columns} FROM webhooks ORDER BY created_at, id", Read), cancellationToken).ConfigureAwait(false);

    public Task<long?> TryLeaseAsync(string webhook, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => database.WriteAsync<long?>(
        async connection =>
        {
            int taken = await connection.ExecuteAsync(
                "UPDATE webhooks SET lease_owner = $2, lease_until = $4 WHERE id = $1 AND (lease_owner IS NULL OR lease_owner = $2 OR lease_until < $3)",
                webhook, owner, Timestamp.Format(now), Timestamp.Format(until)).ConfigureAwait(false);
            return taken > 0 ? await connection.ScalarAsync("SELECT sequence FROM webhooks WHERE id = $1", webhook).ConfigureAwait(false) : null;
        },
        cancellationToken);

    public Task<bool> AdvanceAsync(string webhook, string owner, long sequence, DateTimeOffset until, WebhookDeadLetter? deadLetter, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                int moved = await connection.ExecuteAsync(
                    "UPDATE webhooks SET sequence = $3, lease_until = $4 WHERE id = $1 AND lease_owner = $2", webhook, owner, sequence, Timestamp.Format(until)).ConfigureAwait(false);
                if (moved > 0 && deadLetter is not null) { await BuryAsync(connection, deadLetter).ConfigureAwait(false); }
                return moved > 0;
            },
            cancellationToken);

    public Task ReleaseAsync(string webhook, string owner, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync("UPDATE webhooks SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2", webhook, owner), cancellationToken);

    public Task<bool> RewindAsync(string webhook, long sequence, CancellationToken cancellationToken) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "UPDATE webhooks SET sequence = $2, lease_owner = NULL, lease_until = NULL WHERE id = $1", webhook, sequence).ConfigureAwait(false) > 0, // who sends now notices at its next step
        cancellationToken);

    public async Task<IReadOnlyList<WebhookDeadLetter>> ListDeadLettersAsync(string webhook, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.QueryAsync(
                "SELECT webhook, sequence, topic, attempts, outcome, at FROM webhook_dead_letters WHERE webhook = $1 ORDER BY at DESC, sequence DESC LIMIT $2",
                static row => new WebhookDeadLetter(row.GetString(0), row.GetInt64(1), row.GetString(2), (int)row.GetInt64(3), row.GetString(4), Timestamp.Parse(row.GetString(5))),
                webhook,
                (long)limit),
            cancellationToken).ConfigureAwait(false);

    private static async Task BuryAsync(Connection connection, WebhookDeadLetter letter)
    {
        await connection.ExecuteAsync(
            "INSERT INTO webhook_dead_letters (webhook, sequence, topic, attempts, outcome, at) VALUES ($1, $2, $3, $4, $5, $6)",
            letter.Webhook, letter.Sequence, letter.Topic, (long)letter.Attempts, letter.Outcome, Timestamp.Format(letter.At)).ConfigureAwait(false);
        await connection.ExecuteAsync(
            "DELETE FROM webhook_dead_letters WHERE webhook = $1 AND at < (SELECT MIN(at) FROM (SELECT at FROM webhook_dead_letters WHERE webhook = $1 ORDER BY at DESC LIMIT $2) AS newest)",
            letter.Webhook, (long)MaxDeadLetters).ConfigureAwait(false);
    }

    private static string WriteTopics(RegistryWebhook webhook) => string.Join(' ', webhook.Topics);

    private static WebhookTopic ReadTopic(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return new WebhookTopic(text[..dot], text[(dot + 1)..]);
    }

    private static WebhookRow Read(DbDataReader row) => new(
        new RegistryWebhook
        {
            Id = row.GetString(0),
            Name = row.GetString(1),
            Description = row.GetString(2),
            Url = new Uri(row.GetString(3)),
            Topics = [.. row.GetString(4).Split(' ').Select(ReadTopic)],
            IsActive = row.GetInt64(5) != 0,
            IsSigned = !row.IsDBNull(6),
            CreatedAt = Timestamp.Parse(row.GetString(7)),
            UpdatedAt = Timestamp.Parse(row.GetString(8)),
            Sequence = row.GetInt64(9),
        },
        row.IsDBNull(6) ? null : row.GetFieldValue<byte[]>(6));
}
