using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Hands values from many calls to one taker, in the order in which they were claimed; bounded, without locks and without waiting. A full ring refuses.</summary>
internal sealed class ValueRing
{
    private const int CacheLines = 128; // what writers and the taker change lies apart, or each would slow the other down
    private readonly HandedValue[] _slots;
    private Positions _positions;

    internal ValueRing(int capacity) => _slots = new HandedValue[BitOperations.RoundUpToPowerOf2((uint)capacity)];

    internal int Capacity => _slots.Length;

    /// <summary>Values that were claimed and not yet taken.</summary>
    internal int Count => (int)(Volatile.Read(ref _positions.Claimed) - Volatile.Read(ref _positions.Taken));

    /// <summary>Hands over values of a stream, all or none.</summary>
    /// <returns>False when they do not fit.</returns>
    internal bool TryAdd(WatchedStream stream, ReadOnlySpan<double> values, long at)
    {
        long first = Volatile.Read(ref _positions.Claimed);
        while (true)
        {
            if (first + values.Length - Volatile.Read(ref _positions.Taken) > _slots.Length) { return false; }
            long seen = Interlocked.CompareExchange(ref _positions.Claimed, first + values.Length, first);
            if (seen == first) { break; }
            first = seen;
        }

        for (int i = 0; i < values.Length; i++)
        {
            ref HandedValue slot = ref _slots[(int)((first + i) & (_slots.Length - 1))];
            slot.Stream = stream;
            slot.Value = values[i];
            slot.At = at;
            Volatile.Write(ref slot.Sequence, first + i + 1);
        }

        return true;
    }

    /// <summary>Takes the next value; for one thread at a time.</summary>
    internal bool TryTake(out HandedValue value)
    {
        long next = _positions.Taken;
        ref HandedValue slot = ref _slots[(int)(next & (_slots.Length - 1))];
        if (Volatile.Read(ref slot.Sequence) != next + 1)
        {
            value = default;
            return false;
        }

        value = slot;
        slot.Stream = null;
        Volatile.Write(ref _positions.Taken, next + 1);
        return true;
    }

    [StructLayout(LayoutKind.Explicit, Size = 3 * CacheLines)]
    private struct Positions
    {
        [FieldOffset(CacheLines)]
        internal long Claimed;

        [FieldOffset(2 * CacheLines)]
        internal long Taken;
    }
}
