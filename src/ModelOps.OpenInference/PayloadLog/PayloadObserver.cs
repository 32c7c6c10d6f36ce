using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace ModelOps.OpenInference.PayloadLog;

/// <summary>Copies a sample of the answered calls into the queue.</summary>
internal sealed class PayloadObserver(IOptions<PayloadLogOptions> options, PayloadQueue queue, PayloadMetrics metrics, TimeProvider timeProvider) : IInferenceObserver
{
    private const ulong GoldenRatio = 0x9e3779b97f4a7c15; // an odd step, so that a counter visits all values: SplitMix64
    private readonly PayloadLogOptions _options = options.Value;
    private ulong _counter;

    public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed)
    {
        if ((_options.Models.Count > 0 && !_options.Models.Contains(request.Model.Name)) || !IsSampled()) { return; }
        PayloadRecord record = queue.Rent();
        record.CopyFrom(request, response, timeProvider.GetUtcNow(), Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null, _options);
        if (!queue.TryAdd(record, _options.MaxQueuedBytes)) { metrics.Dropped(); }
    }

    public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed)
    {
        // As KServe's logger: only what was answered.
    }

    private bool IsSampled()
    {
        if (_options.SampleRate >= 1) { return true; }
        ulong hash = Interlocked.Add(ref _counter, GoldenRatio);
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53)) < _options.SampleRate;
    }
}
