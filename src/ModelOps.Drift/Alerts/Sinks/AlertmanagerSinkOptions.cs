namespace ModelOps.Drift.Alerts;

/// <summary>An Alertmanager, or a cluster of them, that is told by its API v2. It groups, silences and repeats as its own configuration says.</summary>
public sealed class AlertmanagerSinkOptions() : DriftHttpSinkOptions("alertmanager")
{
    /// <summary>Addresses, one for each member of a cluster, without <c>/api/v2</c>. All are told, as Prometheus does; one that takes it is enough. Required.</summary>
    public IList<Uri> Urls { get; set; } = new List<Uri>();

    /// <summary>How long Alertmanager is to keep an alert that it does not hear of again; everything that fires is sent four times within it.
    /// 4 seconds to 1 day; default 5 minutes.</summary>
    public TimeSpan ResolveTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Labels for every alert, e.g. <c>team</c>, beside <c>alertname</c>, <c>severity</c>, <c>model</c>, <c>version</c> and <c>feature</c>.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Name of the secret that is sent as <c>Authorization: Bearer</c>, asked of <see cref="ISecretSource"/> for every request; null (the default) for none.</summary>
    public string? TokenSecret { get; set; }
}
