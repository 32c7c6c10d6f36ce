using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Buckets of equally many representable numbers, for values of very different sizes and for values with ties.</summary>
/// <param name="range">What is divided into buckets.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct KeyMap<TLanes, TVector, T>(KeyRange<T> range) : IBucketMap<T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Of(T value) => range.Of(value);

    public bool Place(ReadOnlySpan<T> block, Span<T> places)
    {
        bool finite = true;
        for (int i = 0; i < block.Length; i++)
        {
            places[i] = BucketPlaces.Of<T>(range.Of(block[i]));
            finite &= T.IsFinite(block[i]);
        }

        return finite;
    }

    public void Select(ReadOnlySpan<T> values, int first, int last, Span<T> kept)
    {
        (T smallest, T largest) = range.Ends(first, last);
        ref T from = ref MemoryMarshal.GetReference(values);
        ref T to = ref MemoryMarshal.GetReference(kept);
        int most = kept.Length - BucketPlaces.Slack;
        int count = 0;
        int at = 0;
        for (; at <= values.Length - TLanes.Count; at += TLanes.Count)
        {
            // A difference has the right sign however it is rounded.
            TVector some = TLanes.Load(ref from, at);
            TVector outside = TLanes.Max(TLanes.Subtract(TLanes.Create(smallest), some), TLanes.Subtract(some, TLanes.Create(largest)));
            count += TLanes.Keep(some, TLanes.Create(T.Zero), outside, ref Unsafe.Add(ref to, count));
            if (count > most) { throw BucketPlaces.Changed(); }
        }

        for (; at < values.Length; at++)
        {
            kept[count] = values[at];
            count += values[at] >= smallest && values[at] <= largest ? 1 : 0;
        }
    }
}
