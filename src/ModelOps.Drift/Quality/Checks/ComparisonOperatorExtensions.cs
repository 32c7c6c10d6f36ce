namespace ModelOps.Drift.Quality.Checks;

internal static class ComparisonOperatorExtensions
{
    /// <summary>Whether left may stand to right so: below 0 for left below right, 0 for the same, above 0 for left above right.</summary>
    internal static bool Allows(this ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.LessThan => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Equal => order == 0,
        _ => order != 0,
    };
}
