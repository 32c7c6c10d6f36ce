using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>A value on its way from a call to its detector.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct HandedValue
{
    /// <summary>Whose it is.</summary>
    internal WatchedStream? Stream;

    /// <summary>The value, as the source has it.</summary>
    internal double Value;

    /// <summary>When it came, in ticks of UTC.</summary>
    internal long At;

    /// <summary>One more than its place in the order of all values, once it is written.</summary>
    internal long Sequence;
}
