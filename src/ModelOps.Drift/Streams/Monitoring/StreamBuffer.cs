using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The ring that all calls of the host share; none is made while no model has streams.</summary>
internal sealed class StreamBuffer(IOptions<StreamDetectionOptions> options)
{
    private readonly Lazy<ValueRing> _ring = new(() => new ValueRing(options.Value.BufferSize));

    internal ValueRing Ring => _ring.Value;

    internal int Waiting => _ring.IsValueCreated ? _ring.Value.Count : 0;
}
