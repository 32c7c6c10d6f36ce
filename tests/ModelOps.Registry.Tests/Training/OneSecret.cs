namespace ModelOps.Registry.Tests.Training;

internal sealed class OneSecret(string name, string value) : ISecretSource
{
    public string Value { get; set; } = value;

    public ValueTask<Secret?> FindAsync(string asked, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(asked == name ? new Secret(name, Value) : null);
}
