namespace ModelOps.Serving.MLNet.Tests;

/// <summary>A row whose label depends on which set a category belongs to.</summary>
public sealed class CategoryRow
{
    public const int CategoryCount = 12;

    public string Category { get; set; } = string.Empty;

    public float X { get; set; }

    public float Y { get; set; }

    public float Label { get; set; }

    public static CategoryRow[] Create(int rows)
    {
        Random random = new(29);
        return [.. Enumerable.Range(0, rows).Select(_ =>
        {
            int category = random.Next(CategoryCount);
            float x = (float)random.NextDouble();
            float y = (float)random.NextDouble();
            return new CategoryRow { Category = $"c{category}", X = x, Y = y, Label = (category * 5 % 7) + x - 3 * y };
        })];
    }
}
