using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The open block of a stream: what is to become one mean.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BlockMean
{
    internal double Sum;
    internal int Count;

    /// <summary>Time of the newest value of a block of values; begin of a block of time.</summary>
    internal long At;

    /// <summary>Adds a value to a block of values.</summary>
    /// <returns>Whether the block is whole.</returns>
    internal bool Add(double value, long at, int size)
    {
        Sum += value;
        Count++;
        At = at;
        return Count >= size;
    }

    /// <summary>Whether a block of time is over at a time.</summary>
    internal readonly bool IsOver(long at, long ticks) => Count > 0 && at >= At + ticks;

    /// <summary>Adds a value to a block of time, which is not over. One that is late by some calls' running counts for the open block.</summary>
    internal void AddTimed(double value, long at, long ticks)
    {
        if (Count == 0) { At = at - (at % ticks); }
        Sum += value;
        Count++;
    }

    /// <summary>Ends the block.</summary>
    internal double Close()
    {
        double mean = Sum / Count;
        Sum = 0;
        Count = 0;
        return mean;
    }
}
