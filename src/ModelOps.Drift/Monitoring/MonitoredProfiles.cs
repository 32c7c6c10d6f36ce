namespace ModelOps.Drift.Monitoring;

/// <summary>Current profiles of served versions: the newest window; of others the document beside the version, if there is a store of documents.</summary>
internal sealed class MonitoredProfiles(IDriftHistory history, DocumentCurrentProfiles? documents) : ICurrentProfileSource
{
    public async ValueTask<CurrentProfile?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        return history.Read(version.Model, version.Version.ToString()) is [{ } newest, ..]
            ? new CurrentProfile(newest.Window, newest.To, newest.Current)
            : documents is null ? null : await documents.FindAsync(version, cancellationToken).ConfigureAwait(false);
    }
}
