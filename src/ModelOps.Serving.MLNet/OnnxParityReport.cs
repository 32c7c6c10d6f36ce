using System.Globalization;

namespace ModelOps.Serving.MLNet;

/// <summary>How far the answers of an exported model are from ML.NET's, on the rows compared.</summary>
public sealed record OnnxParityReport
{
    /// <summary>Rows compared.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of which some output differs by more than <see cref="Tolerance"/> allows.</summary>
    public required long RowsBeyondTolerance { get; init; }

    /// <summary>Position of the first such row; null when there is none.</summary>
    public required long? FirstRowBeyondTolerance { get; init; }

    /// <summary>Largest difference of an output; infinite when only one side is NaN or infinite.</summary>
    public required double MaxAbsoluteDifference { get; init; }

    /// <summary>Largest difference divided by the size of ML.NET's answer, where that is above 1.</summary>
    public required double MaxRelativeDifference { get; init; }

    /// <summary>Allowed difference: <c>|onnx - mlnet| &lt;= Tolerance * max(1, |mlnet|)</c>.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Whether at least one row was compared and none is beyond the tolerance.</summary>
    public bool Passed => Rows > 0 && RowsBeyondTolerance == 0;

    /// <summary>For people.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows - RowsBeyondTolerance} of {Rows} rows within {Tolerance:g3}, largest difference {MaxAbsoluteDifference:g3} (relative {MaxRelativeDifference:g3})");
}
