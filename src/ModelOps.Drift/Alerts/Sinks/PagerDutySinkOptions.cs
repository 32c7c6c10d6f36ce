namespace ModelOps.Drift.Alerts;

/// <summary>A service of PagerDuty that takes Events API v2. One of <see cref="RoutingKey"/> and <see cref="RoutingKeySecret"/> is required.</summary>
public sealed class PagerDutySinkOptions() : DriftHttpSinkOptions("pagerduty")
{
    /// <summary>Address that takes events. Default <c>https://events.pagerduty.com/v2/enqueue</c>; in Europe <c>https://events.eu.pagerduty.com/v2/enqueue</c>.</summary>
    public Uri Url { get; set; } = new("https://events.pagerduty.com/v2/enqueue");

    /// <summary>Integration key. Whoever knows it may page, so <see cref="RoutingKeySecret"/> is the better place.</summary>
    public string? RoutingKey { get; set; }

    /// <summary>Name of the secret that holds the integration key, asked of <see cref="ISecretSource"/> for every event.</summary>
    public string? RoutingKeySecret { get; set; }

    /// <summary>What the events come from, as PagerDuty shows it. 1 to 255 characters; default <c>modelops</c>.</summary>
    public string Source { get; set; } = "modelops";

    /// <summary>Alerts that an event details; the others are counted. 1 to 50; default 20.</summary>
    public int MaxListed { get; set; } = 20;
}
