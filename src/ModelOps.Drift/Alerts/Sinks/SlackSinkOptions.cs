namespace ModelOps.Drift.Alerts;

/// <summary>An incoming webhook as Slack, Mattermost and Rocket.Chat have it. One of <see cref="Url"/> and <see cref="UrlSecret"/> is required.</summary>
public sealed class SlackSinkOptions() : DriftHttpSinkOptions("slack")
{
    /// <summary>Address of the webhook. Whoever knows it may write, so <see cref="UrlSecret"/> is the better place.</summary>
    public Uri? Url { get; set; }

    /// <summary>Name of the secret that holds the address, asked of <see cref="ISecretSource"/> for every notification.</summary>
    public string? UrlSecret { get; set; }

    /// <summary>Channel to write to, where the webhook may choose; null (the default) for its own.</summary>
    public string? Channel { get; set; }

    /// <summary>Alerts that a message lists; the others are counted. 1 to 50; default 10.</summary>
    public int MaxListed { get; set; } = 10;
}
