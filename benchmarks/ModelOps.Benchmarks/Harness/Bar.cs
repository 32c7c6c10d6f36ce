using System.Globalization;

namespace ModelOps.Benchmarks.Harness;

/// <summary>A promise that a row must keep.</summary>
/// <param name="Text">The promise, e.g. <c>at most 3 us more</c>.</param>
/// <param name="Measured">The figure that it is about, for people.</param>
/// <param name="IsMet">Whether a result keeps it.</param>
internal sealed record Bar(string Text, Func<ComparisonResult, string> Measured, Func<ComparisonResult, bool> IsMet)
{
    /// <summary>Whether the table tells the figure also when the promise is kept: for one that the other columns do not show. Default false.</summary>
    public bool IsFigureShown { get; init; }

    /// <summary>The promise as the table has it.</summary>
    public string Tell(ComparisonResult result) => IsFigureShown ? $"{Text}: {Measured(result)}" : Text;

    /// <summary>Our call takes at most so much longer than the peer's, by the median of rounds.</summary>
    public static Bar OverheadAtMost(double microseconds) => new(
        string.Create(CultureInfo.InvariantCulture, $"<= {microseconds} us more"),
        static result => string.Create(CultureInfo.InvariantCulture, $"{result.Overhead.Median:0.00} us more"),
        result => result.Overhead.Median <= microseconds);

    /// <summary>Our call allocates at most so many managed bytes.</summary>
    public static Bar BytesAtMost(long bytes) => new(
        string.Create(CultureInfo.InvariantCulture, $"<= {bytes} B"),
        static result => string.Create(CultureInfo.InvariantCulture, $"{result.OursBytes:0.##} B"),
        result => result.OursBytes <= bytes);

    /// <summary>Our call is at least so many times as fast as the peer's, by the median of rounds.</summary>
    public static Bar FasterBy(double times) => new(
        string.Create(CultureInfo.InvariantCulture, $"{times}x"),
        static result => string.Create(CultureInfo.InvariantCulture, $"{1 / result.Ratio.Median:0.0#}x"),
        result => result.Ratio.Median * times <= 1);

    /// <summary>The two sides take the same time, but for so large a part: for a row that compares a contender with itself.</summary>
    public static Bar RatioWithin(double part) => new(
        string.Create(CultureInfo.InvariantCulture, $"ratio {1 - part}-{1 + part}"),
        static result => string.Create(CultureInfo.InvariantCulture, $"ratio {result.Ratio.Median:0.00}"),
        result => Math.Abs(result.Ratio.Median - 1) <= part);
}
