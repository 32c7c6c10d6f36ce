namespace ModelOps.Generators.Tests.Predictors;

[ModelInput]
[Features("x")]
public readonly partial record struct House(float Area, int Rooms, double? Age, bool HasGarden);

[ModelOutput]
public readonly partial record struct HouseAnswer([property: Tensor("y", 4)] ReadOnlyMemory<float> Y);

[ModelOutput]
[Features("y")]
public readonly partial record struct HouseColumns(float Area, int Rooms, double? Age, bool HasGarden);

[ModelInput]
public sealed partial record Pair([Tensor("a")] float A, [Tensor("b")] float B);

[ModelOutput]
public partial struct PairSum
{
    [Tensor("sum")]
    public float Sum { get; set; }
}

[ModelInput]
[ModelOutput]
public sealed partial record Everything(
    bool Bool,
    sbyte SByte,
    byte Byte,
    short Short,
    ushort UShort,
    int Int,
    uint UInt,
    long Long,
    ulong ULong,
    float Float,
    double Double,
    Half Half,
    double? Missing,
    DayOfWeek Day,
    string Text,
    string[] Words,
    [property: Tensor("Grid", 2, 2)] float[] Grid,
    ReadOnlyMemory<long> Vector);

[ModelInput]
public sealed partial record Wrong(double X, [Tensor("extra")] long Extra);

[ModelOutput]
public sealed partial record WrongAnswer(int Y, string Z);

[ModelOutput]
public partial struct PairEcho
{
    [Tensor("a")]
    public float A { get; set; }
}
