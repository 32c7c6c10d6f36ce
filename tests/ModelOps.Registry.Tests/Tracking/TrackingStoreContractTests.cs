using Microsoft.Extensions.Time.Testing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Tracking;

public sealed class TrackingStoreContractTests : Conformance.TrackingStoreContractTests, IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_795_426_756_858));
    private readonly TemporaryFolder _folder = new();
    private readonly TrackingStore _store;

    public TrackingStoreContractTests() => _store = TrackingStore.OpenFolder(new RegistryOptions { Path = _folder.Path }, new TrackingOptions(), _time);

    protected override ITrackingStore Store => _store;

    protected override DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    protected override void Tick() => _time.Advance(TimeSpan.FromSeconds(1));
}
