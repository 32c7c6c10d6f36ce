using Microsoft.Extensions.Time.Testing;

namespace ModelOps.Registry.PostgreSql.Tests.Tracking;

[Collection(nameof(PostgresCollection))]
public sealed class TrackingStoreContractTests : Conformance.TrackingStoreContractTests, IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_795_426_756_858));
    private readonly RegistryHosts _hosts;

    public TrackingStoreContractTests(PostgresFixture postgres)
    {
        _hosts = new RegistryHosts(postgres.Server.ConnectionString);
        Store = _hosts.Add(timeProvider: _time).OpenTracking(new TrackingOptions());
    }

    protected override ITrackingStore Store { get; }

    protected override DateTimeOffset Now => _time.GetUtcNow();

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    protected override void Tick() => _time.Advance(TimeSpan.FromSeconds(1));
}
