using ModelOps.Registry.Webhooks;

namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>Where webhooks are, with several hosts that take turns.</summary>
[Collection(nameof(PostgresCollection))]
public sealed class WebhookStoreTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Webhooks_LeasedByOneHostAtATime_GoOnWhereItWas()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        IWebhookStore one = hosts.Add().Webhooks;
        IWebhookStore two = hosts.Add().Webhooks;
        DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        RegistryWebhook webhook = new()
        {
            Id = "w",
            Name = "receiver",
            Url = new Uri("https://example.com/h"),
            Topics = [WebhookTopic.VersionCreated, WebhookTopic.AliasCreated],
            CreatedAt = now,
            UpdatedAt = now,
            Sequence = 0,
        };
        Assert.Null(one.OwnKey);
        Assert.Equal(0, await one.AddAsync(new WebhookRow(webhook, [1, 2, 3]), default));
        WebhookRow found = (await two.FindAsync("w", default))!;
        Assert.Equivalent(webhook with { IsSigned = true }, found.Webhook, strict: true);
        Assert.Equal([1, 2, 3], found.Secret);

        Assert.Equal(0, await one.TryLeaseAsync("w", "one", now, now.AddMinutes(1), default));
        Assert.Null(await two.TryLeaseAsync("w", "two", now, now.AddMinutes(1), default));
        Assert.True(await one.AdvanceAsync("w", "one", 5, now.AddMinutes(1), new WebhookDeadLetter("w", 5, "model_version.created", 3, "500", now), default));
        Assert.Equal(5, await two.TryLeaseAsync("w", "two", now.AddMinutes(2), now.AddMinutes(3), default)); // the first was lost
        Assert.False(await one.AdvanceAsync("w", "one", 6, now.AddMinutes(3), null, default));
        Assert.Equal(5, Assert.Single(await one.ListDeadLettersAsync("w", 10, default)).Sequence);

        Assert.True(await two.RewindAsync("w", 2, default));
        Assert.False(await two.AdvanceAsync("w", "two", 7, now, null, default)); // who sent notices
        await two.ReleaseAsync("w", "two", default);
        Assert.True(await two.RemoveAsync("w", default));
        Assert.Empty(await one.ListAsync(default));
    }
}
