using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Buckets;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Tests.Monitoring;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Buckets;

/// <summary>The same calls, dealt to three replicas of which one is killed and comes back, give the same window whichever store the replicas share.</summary>
public sealed class MonitoringOverStoresTests
{
    private const int Replicas = 3;
    private static readonly DatasetProfile Reference = MonitoringData.Reference(2, 300, 16);

    [Fact]
    public async Task Evaluate_OverAnyStore_GivesTheSameBytes()
    {
        var shared = new MemoryDriftBuckets();
        byte[] expected = await RunAsync(_ => shared, MonitoringData.Clock());
        using TemporaryFolder folder = new();
        using PeerNetwork network = new();
        FakeTimeProvider time = MonitoringData.Clock();

        Assert.Equal(expected, await RunAsync(_ => new FolderDriftBuckets(new FolderDriftBucketsOptions { Path = folder.Path }, time), time));
        time = MonitoringData.Clock();
        Assert.Equal(expected, await RunAsync(replica => Peer(network, replica, time), time));
    }

    // The own store of a replica outlives it here, as a folder on a volume of its own does.
    private static PeerDriftBuckets Peer(PeerNetwork network, int replica, FakeTimeProvider time)
    {
        network.Names["demand-pods"] = [.. Enumerable.Range(1, Replicas).Select(static i => new System.Net.IPAddress([10, 0, 0, (byte)i]))];
        PeerDriftBucketsOptions options = new() { Peers = { new Uri("http://demand-pods:80") } };
        return new PeerDriftBuckets(network.Peers.GetOrAdd($"10.0.0.{replica + 1}", static _ => new MemoryDriftBuckets()), options, time, null, null, network, network.LookUpAsync);
    }

    private static async Task<byte[]> RunAsync(Func<int, IDriftBucketStore> store, FakeTimeProvider time)
    {
        MonitoredReplica[] replicas = new MonitoredReplica[Replicas];
        for (int i = 0; i < Replicas; i++) { replicas[i] = await StartAsync(i); }
        await replicas[0].RoundAsync();
        var random = new Random(3);
        for (int call = 0; call < 60; call++)
        {
            int replica = random.Next(Replicas);
            replicas[replica].Call(2, MonitoringData.Rows(random, 1 + (call % 4), 2, call > 40 ? 0.5f : 0));
            await replicas[replica].FlushAsync();
            time.Advance(TimeSpan.FromSeconds(20));
            if (call == 30)
            {
                replicas[1].Dispose();
                replicas[1] = await StartAsync(1);
            }
        }

        time.Advance(TimeSpan.FromMinutes(2));
        await replicas[0].RoundAsync();
        DriftEvaluation evaluation = replicas[0].Evaluations[0];
        foreach (MonitoredReplica replica in replicas) { replica.Dispose(); }
        Assert.Equal(Replicas, evaluation.Replicas);
        return DriftProfileFile.WriteBinary(evaluation.Current);

        async Task<MonitoredReplica> StartAsync(int replica) =>
            await new MonitoredReplica(Reference, time, store(replica), options => options.Replica = $"pod-{replica}").StartAsync();
    }
}
