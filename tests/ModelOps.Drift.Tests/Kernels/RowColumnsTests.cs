using ModelOps.Drift.Kernels;

namespace ModelOps.Drift.Tests.Kernels;

public sealed class RowColumnsTests
{
    [Fact]
    public void Copy_EveryWidthAndNumberOfRows_PutsEachValueInItsColumn()
    {
        const int Stride = 16;
        for (int width = 0; width <= 40; width++)
        {
            for (int rows = 0; rows <= RowColumns.Rows; rows++)
            {
                float[] values = [.. Enumerable.Range(1, rows * width).Select(static i => (float)i)];
                float[] columns = new float[(width * Stride) + 3];
                RowColumns.Copy(values, width, columns.AsSpan(3), Stride);

                for (int i = 0; i < columns.Length; i++)
                {
                    (int column, int row) = Math.DivRem(i - 3, Stride);
                    Assert.Equal(i >= 3 && row < rows ? values[(row * width) + column] : 0, columns[i]);
                }
            }
        }
    }

    [Fact]
    public void Copy_ColumnsThatEndEarly_WritesNothingBehind()
    {
        float[] columns = new float[(4 * 5) + 4];
        RowColumns.Copy([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, columns.AsSpan(0, (4 * 5) + 2), 5);

        Assert.Equal([5, 10, 0, 0], columns[20..]);
    }
}
