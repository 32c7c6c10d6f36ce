using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Buckets of equal width.</summary>
/// <remarks>Subtracting, scaling, clamping and rounding all keep order, so their sequence does.</remarks>
/// <param name="range">What is divided into buckets.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct LinearMap<TLanes, TVector, T>(LinearRange<T> range) : IBucketMap<T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Of(T value)
    {
        T place = Place<ScalarLanes<T>, T>(value);
        return BucketPlaces.Bucket(ref place);
    }

    public bool Place(ReadOnlySpan<T> block, Span<T> places)
    {
        ref T from = ref MemoryMarshal.GetReference(block);
        ref T to = ref MemoryMarshal.GetReference(places[..block.Length]);
        TVector differences = TLanes.Create(T.Zero);
        int at = 0;
        for (; at <= block.Length - TLanes.Count; at += TLanes.Count)
        {
            TVector values = TLanes.Load(ref from, at);
            TLanes.Store(Place<TLanes, TVector>(values), ref to, at);

            // A finite number differs from itself by 0, any other one by NaN.
            differences = TLanes.Add(differences, TLanes.Subtract(values, values));
        }

        bool finite = !TLanes.HasNaN(differences);
        for (; at < block.Length; at++)
        {
            to = ref places[at];
            to = Place<ScalarLanes<T>, T>(block[at]);
            finite &= T.IsFinite(block[at]);
        }

        return finite;
    }

    public int Select(ReadOnlySpan<T> block, int first, int last, Span<T> kept)
    {
        ref T from = ref MemoryMarshal.GetReference(block);
        TVector low = TLanes.Create(T.CreateTruncating(first) + LinearRange<T>.Magic);
        TVector high = TLanes.Create(T.CreateTruncating(last) + LinearRange<T>.Magic);
        int count = 0;
        int at = 0;
        for (; at <= block.Length - TLanes.Count; at += TLanes.Count)
        {
            TVector place = Place<TLanes, TVector>(TLanes.Load(ref from, at));
            ulong hits = TLanes.AtLeast(place, low) & TLanes.AtLeast(high, place);
            while (hits != 0)
            {
                kept[count++] = Unsafe.Add(ref from, at + BitOperations.TrailingZeroCount(hits));
                hits &= hits - 1;
            }
        }

        for (; at < block.Length; at++)
        {
            int bucket = Of(block[at]);
            if (bucket >= first && bucket <= last) { kept[count++] = block[at]; }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TAnyVector Place<TAnyLanes, TAnyVector>(TAnyVector values)
        where TAnyLanes : ILanes<TAnyVector, T>
        where TAnyVector : unmanaged
    {
        TAnyVector scaled = TAnyLanes.Multiply(TAnyLanes.Subtract(values, TAnyLanes.Create(range.Low)), TAnyLanes.Create(range.Scale));
        TAnyVector clamped = TAnyLanes.Min(TAnyLanes.Max(scaled, TAnyLanes.Create(T.Zero)), TAnyLanes.Create(LinearRange<T>.Last));
        return TAnyLanes.Add(clamped, TAnyLanes.Create(LinearRange<T>.Magic));
    }
}
