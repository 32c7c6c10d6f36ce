using ModelOps.Conformance;
using ModelOps.Drift.Buckets;

namespace ModelOps.Serving.AspNetCore.Tests.Drift;

/// <summary>Two replicas that pull from each other.</summary>
public sealed class PeerDriftBucketsContractTests : DriftBucketStoreContractTests, IAsyncLifetime
{
    private Replica _one = null!;
    private Replica _two = null!;
    private PeerDriftBuckets _onesView = null!;

    protected override IDriftBucketStore Store => _onesView;

    protected override IDriftBucketStore Other => _two.Store;

    public async ValueTask InitializeAsync()
    {
        _one = await Replica.StartAsync();
        _two = await Replica.StartAsync(_one.Address, configure: static options => options.Timeout = TimeSpan.FromMinutes(1));
        PeerDriftBucketsOptions options = new() { Peers = { _two.Address }, Headers = { ["X-Operator"] = "1" }, Timeout = TimeSpan.FromMinutes(1) };
        _onesView = new PeerDriftBuckets(_one.Own, options, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DriftBuckets.Noon.AddMinutes(5)));
    }

    public async ValueTask DisposeAsync()
    {
        _onesView.Dispose();
        await _two.DisposeAsync();
        await _one.DisposeAsync();
    }

    /// <summary>Each replica keeps its own, and forgets it itself.</summary>
    protected override async Task RemoveBeforeAsync(string model, DateTimeOffset before)
    {
        await Store.RemoveBeforeAsync(model, before, Cancellation);
        await Other.RemoveBeforeAsync(model, before, Cancellation);
    }
}
