using System.Numerics;

namespace ModelOps.Serving.Caching;

/// <summary>How often each key was asked for lately, about, in little memory. Not thread-safe.</summary>
/// <remarks>A count-min sketch of four 4-bit counters a key; all are halved after ten calls a counter, so what was popular once is forgotten.
/// Sources: Cormode and Muthukrishnan, "An improved data stream summary", J. Algorithms 55 (2005); Einziger, Friedman and Manes, "TinyLFU", ACM Trans. Storage 13 (2017), section 3.</remarks>
internal sealed class FrequencySketch
{
    private const int Rows = 4;
    private const int Highest = 15;
    private const int CallsPerSlot = 10;
    private const ulong Halves = 0x7777_7777_7777_7777;
    private static readonly ulong[] Multipliers = [0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f, 0x165667b19e3779f9, 0xd6e8feb86659fd93];
    private readonly ulong[] _slots; // sixteen counters each, four for each row
    private readonly int _shift;
    private int _calls;

    /// <param name="keys">How many keys there are at a time, about.</param>
    public FrequencySketch(int keys)
    {
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(keys, 64))];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
    }

    public int Estimate(ulong hash)
    {
        int least = Highest;
        for (int row = 0; row < Rows; row++) { least = Math.Min(least, (int)(_slots[Slot(hash, row)] >> Offset(hash, row)) & Highest); }
        return least;
    }

    public void Increment(ulong hash)
    {
        for (int row = 0; row < Rows; row++)
        {
            ref ulong slot = ref _slots[Slot(hash, row)];
            int offset = Offset(hash, row);
            if (((slot >> offset) & Highest) < Highest) { slot += 1UL << offset; }
        }

        if (++_calls >= (long)_slots.Length * CallsPerSlot) { Halve(); }
    }

    private void Halve()
    {
        for (int i = 0; i < _slots.Length; i++) { _slots[i] = (_slots[i] >> 1) & Halves; }
        _calls /= 2;
    }

    private int Slot(ulong hash, int row) => (int)((hash * Multipliers[row]) >> _shift);

    // Bits 0 to 7 of the hash choose one of the row's four counters in its slot.
    private static int Offset(ulong hash, int row) => ((row * 4) + (int)((hash >> (row * 2)) & 3)) * 4;
}
