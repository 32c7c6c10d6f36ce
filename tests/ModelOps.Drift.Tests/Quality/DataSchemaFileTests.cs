using System.Text;
using CsCheck;
using ModelOps.Drift.Quality;

namespace ModelOps.Drift.Tests.Quality;

public sealed class DataSchemaFileTests
{
    private static readonly byte[] Written = DataSchemaFile.Write(new DataSchemaBuilder()
        .AddNumber("net", 0, 1e9, 0.25)
        .AddNumber("gross")
        .AddText("town", ["Zürich", "\"quoted\""], "^.+$")
        .Add(new ColumnRule { Name = "id", Type = ColumnType.Text, MinLength = 1, MaxLength = 9, IsUnique = true })
        .AddTimestamp("at", TimeSpan.FromHours(2))
        .Compare("net", ComparisonOperator.LessThan, "gross")
        .Rows(1, 100)
        .Build());

    [Fact]
    public void Read_WhatWasWritten_WritesTheSame() => Assert.Equal(Written, DataSchemaFile.Write(DataSchemaFile.Read(Written)));

    [Fact]
    public void Read_AnyByteChanged_IsReadOrRefusedWithAPath() => Gen.Select(Gen.Int[0, Written.Length - 1], Gen.Byte).Sample((at, value) =>
    {
        byte[] damaged = [.. Written];
        damaged[at] = value;
        try
        {
            _ = new DataValidator(DataSchemaFile.Read(damaged));
        }
        catch (DataFormatException error)
        {
            Assert.StartsWith("$", error.Path, StringComparison.Ordinal);
        }
    }, iter: 2000);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"format\":\"modelops-data-schema\",\"version\":2,\"columns\":[]}")]
    [InlineData("{\"format\":\"modelops-data-schema\",\"version\":1,\"columns\":[null]}")]
    [InlineData("{\"format\":\"modelops-data-schema\",\"version\":1,\"columns\":[],\"comparisons\":[null]}")]
    [InlineData("{\"format\":\"modelops-data-schema\",\"version\":1,\"columns\":[{\"name\":\"x\",\"type\":\"Text\",\"pattern\":\"(\"}]}")]
    [InlineData("{\"format\":\"modelops-data-schema\",\"version\":1,\"columns\":[{\"name\":\"x\",\"type\":\"Text\",\"min\":1}]}")]
    [InlineData("{\"format\":\"modelops-data-schema\",\"version\":1,\"columns\":[{\"name\":\"x\",\"type\":99}]}")]
    [InlineData("{\"format\":\"modelops-data-schema\",\"version\":1,\"columns\":[{\"name\":\"x\",\"type\":\"Text\",\"domain\":[null]}]}")]
    public void Read_Wrong_IsRefused(string json)
    {
        var error = Assert.Throws<DataFormatException>(() => DataSchemaFile.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal((ModelOpsErrorKind.DataLoss, DataFormatException.ErrorCode), (error.Kind, error.Code));
    }

    [Fact]
    public void Read_WrittenByHand_KeepsDefaults()
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"format\":\"modelops-data-schema\",\"version\":1,\"columns\":[{\"name\":\"x\",\"type\":\"Number\"}]}");
        Assert.Equal(new ColumnRule { Name = "x", Type = ColumnType.Number }, DataSchemaFile.Read(json).Columns.Single());
    }

    [Fact]
    public void Build_SameNameTwice_IsRefused() =>
        Assert.Contains("columns[1]", Assert.Throws<ArgumentException>(() => new DataSchemaBuilder().AddNumber("x").AddText("x").Build()).Message, StringComparison.Ordinal);

    [Fact]
    public void Build_ComparisonOfDifferentTypes_IsRefused() => Assert.Contains(
        "different types",
        Assert.Throws<ArgumentException>(() => new DataSchemaBuilder().AddNumber("x").AddText("y").Compare("x", ComparisonOperator.Equal, "y").Build()).Message,
        StringComparison.Ordinal);
}
