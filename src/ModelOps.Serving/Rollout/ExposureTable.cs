using System.Numerics;

namespace ModelOps.Serving;

/// <summary>Remembers which variant a caller met, for a while: a table of fixed size, written and read by many threads without locks.</summary>
/// <remarks>Eight bytes a caller: 36 bits of its hash beside those that chose its row, 20 of the time in thousandths of the window, 7 of the variant, 1 of
/// whether its outcome is known. A full row gives up its oldest caller. Two callers are taken for one with a probability of about 1 in 10^10.</remarks>
internal sealed class ExposureTable(int capacity, TimeSpan window, TimeProvider timeProvider)
{
    public const int MinCapacity = 1024;
    public const int MaxCapacity = 1 << 24;
    public const int MaxArms = 126;
    private const int Ways = 4;
    private const int TimeBits = 20;
    private const int ArmBits = 7;
    private const int TagShift = TimeBits + ArmBits + 1;
    private const uint TimeMask = (1u << TimeBits) - 1;
    private const uint WindowUnits = 1000;
    private readonly ulong[] _entries = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(capacity, MinCapacity, MaxCapacity))];
    private readonly long _start = timeProvider.GetTimestamp();
    private readonly double _unitsPerTick = WindowUnits / (double)window.Ticks;

    /// <summary>Remembers a caller; its next outcome is taken again.</summary>
    /// <returns>Whether it was not known, or was forgotten.</returns>
    public bool Add(ulong unit, int arm)
    {
        ulong tag = unit >> TagShift;
        uint now = Now();
        ulong entry = (tag << TagShift) | ((ulong)now << (ArmBits + 1)) | ((ulong)(arm + 1) << 1);
        Span<ulong> row = Row(unit);
        while (true)
        {
            int place = FindPlace(row, tag, now, out bool known);
            ulong old = Volatile.Read(ref row[place]);
            if (known && old >> TagShift != tag) { continue; } // another thread took the place
            if (Interlocked.CompareExchange(ref row[place], entry, old) == old) { return !known || ArmOf(old) != arm; }
        }
    }

    /// <summary>Takes the variant of a caller whose outcome has come; -1 when none is waiting.</summary>
    public int Take(ulong unit)
    {
        ulong tag = unit >> TagShift;
        uint now = Now();
        foreach (ref ulong slot in Row(unit))
        {
            ulong entry = Volatile.Read(ref slot);
            if (entry != 0 && entry >> TagShift == tag)
            {
                bool isOpen = (entry & 1) == 0 && AgeOf(entry, now) <= WindowUnits;
                return isOpen && Interlocked.CompareExchange(ref slot, entry | 1, entry) == entry ? ArmOf(entry) : -1;
            }
        }

        return -1;
    }

    // Its own place, else an empty one, else the oldest one.
    private static int FindPlace(Span<ulong> row, ulong tag, uint now, out bool known)
    {
        int place = 0;
        uint oldest = 0;
        known = false;
        for (int i = 0; i < row.Length; i++)
        {
            ulong entry = Volatile.Read(ref row[i]);
            if (entry != 0 && entry >> TagShift == tag)
            {
                known = AgeOf(entry, now) <= WindowUnits;
                return i;
            }

            uint age = entry == 0 ? uint.MaxValue : AgeOf(entry, now) + 1;
            if (age > oldest) { (place, oldest) = (i, age); }
        }

        return place;
    }

    private Span<ulong> Row(ulong unit) => _entries.AsSpan((int)(unit & (ulong)(_entries.Length - 1)) & ~(Ways - 1), Ways);

    private uint Now() => (uint)(long)(timeProvider.GetElapsedTime(_start).Ticks * _unitsPerTick) & TimeMask;

    private static uint AgeOf(ulong entry, uint now) => (now - (uint)(entry >> (ArmBits + 1))) & TimeMask;

    private static int ArmOf(ulong entry) => (int)((entry >> 1) & ((1u << ArmBits) - 1)) - 1;
}
