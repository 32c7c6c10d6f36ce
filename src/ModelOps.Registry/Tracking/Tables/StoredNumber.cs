namespace ModelOps.Registry.Tracking.Tables;

/// <summary>Doubles in the tables: NaN is 0 with a mark.</summary>
internal static class StoredNumber
{
    public static double Value(double value) => double.IsNaN(value) ? 0 : value;

    public static long IsNaN(double value) => double.IsNaN(value) ? 1 : 0;

    public static double Read(double value, long isNaN) => isNaN != 0 ? double.NaN : value;
}
