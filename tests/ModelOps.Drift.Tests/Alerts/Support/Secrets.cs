namespace ModelOps.Drift.Tests.Alerts.Support;

/// <summary>Secrets by name.</summary>
internal sealed class Secrets(params (string Name, string Value)[] secrets) : ISecretSource
{
    public ValueTask<Secret?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(secrets.Where(s => s.Name == name).Select(static s => new Secret(s.Name, s.Value)).FirstOrDefault());
}
