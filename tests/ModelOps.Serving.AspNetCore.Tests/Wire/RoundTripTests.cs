using System.Text;
using System.Text.Json;
using CsCheck;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Wire;

/// <summary>What is sent comes back bit by bit, for random tensors of every datatype.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<TensorDataType> Types => [.. Enum.GetValues<TensorDataType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Infer_BinaryToBinary_KeepsEveryBit(TensorDataType type)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        await Tensors(type).SampleAsync(
            async tensor =>
            {
                (JsonElement json, byte[] bytes) = await host.InferBinaryAsync(
                    $"echo2-{type.ToName()}", Request(type, tensor, binaryOutput: true), tensor.Bytes).OkBinaryAsync();
                Assert.Equal(tensor.Bytes, bytes);
                Assert.Equal(tensor.Shape, json.GetProperty("outputs")[0].GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()));
            },
            seed: "0000KOIa036S", iter: 60, threads: 2);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Infer_BinaryToJsonToBinary_KeepsEveryBit(TensorDataType type)
    {
        if (type is TensorDataType.Float16 or TensorDataType.BFloat16) { return; } // they have no JSON form
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        string model = $"echo2-{type.ToName()}";
        await Tensors(type).Select(t => t with { Bytes = Finite(type, t.Bytes) }).SampleAsync(
            async tensor =>
            {
                JsonElement json = await host.InferBinaryAsync(model, Request(type, tensor, binaryOutput: false), tensor.Bytes).OkJsonAsync();
                string data = json.GetProperty("outputs")[0].GetProperty("data").GetRawText();
                string shape = JsonSerializer.Serialize(tensor.Shape);
                (_, byte[] bytes) = await host.InferAsync(
                    model,
                    $$"""{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":{{shape}},"datatype":"{{type.ToName()}}","data":{{data}}}]}""").OkBinaryAsync();
                Assert.Equal(tensor.Bytes, bytes);
            },
            seed: "0000KOIa036S", iter: 60, threads: 2);
    }

    private static string Request(TensorDataType type, Sample tensor, bool binaryOutput) =>
        $$$"""
        {"inputs":[{"name":"x","datatype":"{{{type.ToName()}}}","shape":{{{JsonSerializer.Serialize(tensor.Shape)}}},"parameters":{"binary_data_size":{{{tensor.Bytes.Length}}} }}],
         "parameters":{"binary_data_output":{{{(binaryOutput ? "true" : "false")}}} }}
        """;

    private static Gen<Sample> Tensors(TensorDataType type) =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 40]).SelectMany((rows, columns) => Elements(type, rows * columns)
            .Select(bytes => new Sample([rows, columns], bytes)));

    private static Gen<byte[]> Elements(TensorDataType type, int count) => type switch
    {
        TensorDataType.Bool => Gen.Byte[0, 1].Array[count],
        TensorDataType.Bytes => Gen.String.Where(IsText).Array[count].Select(texts => texts.SelectMany(Prefixed).ToArray()),
        _ => Gen.Byte.Array[count * type.ItemSize()],
    };

    private static bool IsText(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static IEnumerable<byte> Prefixed(string text) => BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)).Concat(Encoding.UTF8.GetBytes(text));

    /// <summary>Random bits with the numbers that have no JSON form made ones.</summary>
    private static byte[] Finite(TensorDataType type, byte[] bytes) => type switch
    {
        TensorDataType.Float32 => [.. bytes.Chunk(4).SelectMany(b => float.IsFinite(BitConverter.ToSingle(b)) ? b : BitConverter.GetBytes(1f))],
        TensorDataType.Float64 => [.. bytes.Chunk(8).SelectMany(b => double.IsFinite(BitConverter.ToDouble(b)) ? b : BitConverter.GetBytes(1d))],
        _ => bytes,
    };

    private sealed record Sample(long[] Shape, byte[] Bytes);
}
