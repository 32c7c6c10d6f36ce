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
        return (int)BucketPlaces.Bucket(ref place);
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

    public void Select(ReadOnlySpan<T> values, int first, int last, Span<T> kept)
    {
        // How far a place is from the middle: one comparison.
        T middle = T.CreateTruncating((first + last) / 2) + LinearRange<T>.Magic;
        T reach = T.CreateTruncating((last - first) / 2);
        ref T from = ref MemoryMarshal.GetReference(values);
        ref T to = ref MemoryMarshal.GetReference(kept);
        int most = kept.Length - BucketPlaces.Slack;
        int count = 0;
        int at = 0;
        for (; at <= values.Length - TLanes.Count; at += TLanes.Count)
        {
            TVector some = TLanes.Load(ref from, at);
            TVector distance = TLanes.Abs(TLanes.Subtract(Place<TLanes, TVector>(some), TLanes.Create(middle)));
            count += TLanes.Keep(some, TLanes.Create(reach), distance, ref Unsafe.Add(ref to, count));
            if (count > most) { throw BucketPlaces.Changed(); }
        }

        for (; at < values.Length; at++)
        {
            kept[count] = values[at];
            count += T.Abs(Place<ScalarLanes<T>, T>(values[at]) - middle) <= reach ? 1 : 0;
        }
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
