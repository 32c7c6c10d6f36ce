using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Drift.Kernels;

/// <summary>Turns rows into columns.</summary>
internal static class RowColumns
{
    /// <summary>Rows that are turned at once.</summary>
    internal const int Rows = 4;

    /// <summary>Copies rows to the ends of columns.</summary>
    /// <param name="rows">Up to <see cref="Rows"/> whole rows, one behind the other.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="columns">From the place of the first row in the first column.</param>
    /// <param name="stride">From one column to the next.</param>
    internal static void Copy(ReadOnlySpan<float> rows, int width, Span<float> columns, int stride)
    {
        if (Sse.IsSupported && width >= Rows && rows.Length == Rows * width && columns.Length >= ((width - 1) * stride) + Rows)
        {
            CopyFour(ref MemoryMarshal.GetReference(rows), width, ref MemoryMarshal.GetReference(columns), stride);
        }
        else
        {
            CopyEach(rows, width, columns, stride);
        }
    }

    internal static void CopyEach(ReadOnlySpan<float> rows, int width, Span<float> columns, int stride)
    {
        for (int row = 0; !rows.IsEmpty; row++, rows = rows[width..])
        {
            for (int i = 0; i < width; i++) { columns[(i * stride) + row] = rows[i]; }
        }
    }

    // Squares of four rows and four columns. The last one overlaps the one before it where the width is no multiple of four.
    private static void CopyFour(ref float rows, int width, ref float columns, int stride)
    {
        for (int next = 0; next < width; next += Rows)
        {
            int first = Math.Min(next, width - Rows);
            ref float from = ref Unsafe.Add(ref rows, first);
            Vector128<float> a = Vector128.LoadUnsafe(ref from);
            Vector128<float> b = Vector128.LoadUnsafe(ref from, (nuint)width);
            Vector128<float> c = Vector128.LoadUnsafe(ref from, (nuint)(2 * width));
            Vector128<float> d = Vector128.LoadUnsafe(ref from, (nuint)(3 * width));
            (Vector128<float> abLow, Vector128<float> abHigh) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
            (Vector128<float> cdLow, Vector128<float> cdHigh) = (Sse.UnpackLow(c, d), Sse.UnpackHigh(c, d));
            ref float to = ref Unsafe.Add(ref columns, first * stride);
            Sse.MoveLowToHigh(abLow, cdLow).StoreUnsafe(ref to);
            Sse.MoveHighToLow(cdLow, abLow).StoreUnsafe(ref to, (nuint)stride);
            Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref to, (nuint)(2 * stride));
            Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref to, (nuint)(3 * stride));
        }
    }
}
