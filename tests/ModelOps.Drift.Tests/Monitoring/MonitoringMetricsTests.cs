using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Buckets;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class MonitoringMetricsTests
{
    [Fact]
    public async Task Metrics_TellRowsBucketsAndAlarms()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new FaultyBuckets(new MemoryDriftBuckets());
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(1), time, store, static options => options.SampleRate = 0.5).StartAsync();
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        IMeterFactory factory = replica.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory)) { self.EnableMeasurementEvents(instrument); }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(seen, instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(seen, instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(seen, instrument, value, tags));
        listener.Start();
        await replica.RoundAsync();
        for (int minute = 0; minute < 3; minute++)
        {
            replica.Call(1, MonitoringData.Rows(new Random(minute), 400, 1, 0.5f));
            store.IsAway = minute == 2;
            time.Advance(TimeSpan.FromMinutes(1));
            await replica.RoundAsync();
        }

        listener.RecordObservableInstruments();
        Assert.Equal(1200, seen["modelops.drift.rows profiled"] + seen["modelops.drift.rows not_sampled"]);
        Assert.InRange(seen["modelops.drift.rows profiled"], 540, 660);
        Assert.Equal((1, 1, 2), (seen["modelops.drift.alarms"], seen["modelops.drift.buckets.pending"], seen["modelops.drift.buckets.written"]));
        Assert.Equal(1, seen["modelops.drift.features.drifted"]);
    }

    [Fact]
    public async Task Sampling_SameSeed_KeepsTheSameRows()
    {
        byte[][] kept = [await SampledAsync(1), await SampledAsync(1), await SampledAsync(2)];
        Assert.Equal(kept[0], kept[1]);
        Assert.NotEqual(kept[0], kept[2]);
    }

    private static async Task<byte[]> SampledAsync(int seed)
    {
        var store = new MemoryDriftBuckets();
        DatasetProfile reference = MonitoringData.Reference(1);
        using MonitoredReplica replica = await new MonitoredReplica(reference, MonitoringData.Clock(), store, options => (options.SampleRate, options.Seed) = (0.3, seed)).StartAsync();
        for (int i = 0; i < 50; i++) { replica.Call(1, MonitoringData.Rows(new Random(i), 20, 1)); }
        await replica.FlushAsync();
        DatasetProfile stored = await MonitoringData.StoredAsync(store, reference);
        Assert.InRange(stored.Features[0].Count, 230, 370);
        return DriftProfileFile.Write(stored);
    }

    private static void Keep(Dictionary<string, double> seen, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string name = instrument.Name;
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == "modelops.drift.fate") { name += $" {tag.Value}"; }
        }

        seen[name] = instrument is Counter<long> ? seen.GetValueOrDefault(name) + value : value;
    }
}
