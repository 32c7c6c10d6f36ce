using System.Text;
using ModelOps.OpenInference.Tests.Fakes;
using static ModelOps.OpenInference.Tests.Fakes.ScriptedServer;

namespace ModelOps.OpenInference.Tests.Client;

/// <summary>Servers that answer something else than the protocol.</summary>
public sealed class UnusableAnswerTests
{
    private const string Output = """{"model_name":"m","outputs":[{"name":"y","datatype":"TYPE","shape":SHAPE,"parameters":{"binary_data_size":SIZE}}]}""";

    public static TheoryData<string, string, string, byte[]> Binary => new()
    {
        { "FP32", "[1]", "8", new byte[8] },
        { "FP32", "[1]", "2", new byte[2] },
        { "FP32", "[1]", "4", new byte[8] },
        { "FP32", "[-1]", "4", new byte[4] },
        { "FP32", "[4611686018427387904,4]", "4", new byte[4] },
        { "FP32", "[300000000]", "1200000000", new byte[4] },
        { "FP32", "[1]", "-4", new byte[4] },
        { "FP32", "[1]", "99999999999999999999", new byte[4] },
        { "FP32", "1", "4", new byte[4] },
        { "FP99", "[1]", "4", new byte[4] },
        { "BOOL", "[2]", "2", [1, 7] },
        { "BYTES", "[1]", "5", [9, 0, 0, 0, 65] },
        { "BYTES", "[2]", "5", [1, 0, 0, 0, 65] },
        { "BYTES", "[1]", "9", [1, 0, 0, 0, 65, 0, 0, 0, 0] },
    };

    public static TheoryData<string> Json =>
    [
        "", "null", "[]", "<html>It works!</html>", "{", "{}", """{"outputs":null}""", """{"outputs":{}}""", """{"outputs":[1]}""", """{"outputs":[{}]}""",
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}]}""",
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[2],"data":[1]}]}""",
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"data":["a"]}]}""",
        """{"outputs":[{"name":"y","datatype":"INT8","shape":[1],"data":[300]}]}""",
        """{"outputs":[{"name":"y","datatype":"FP16","shape":[1],"data":[1]}]}""",
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"data":[1],"parameters":{"binary_data_size":4}}]}""",
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"parameters":{"binary_data_size":4}}]}""",
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[1000000000000],"data":[1]}]}""",
        """{"outputs":[]} trailing""", """{"outputs":[],"outputs":[]}""", """{"model_name":3,"outputs":[]}""", """{"model_name":"\ud800","outputs":[]}""",
    ];

    [Theory]
    [MemberData(nameof(Binary))]
    public async Task InferAsync_BinaryAnswerWrong_AnswerUnusableAndNotTriedAgain(string datatype, string shape, string size, byte[] tensors)
    {
        string json = Output.Replace("TYPE", datatype, StringComparison.Ordinal).Replace("SHAPE", shape, StringComparison.Ordinal).Replace("SIZE", size, StringComparison.Ordinal);
        await AssertUnusableAsync(context => BinaryAsync(context, json, tensors));
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task InferAsync_JsonAnswerWrong_AnswerUnusableAndNotTriedAgain(string json)
    {
        await AssertUnusableAsync(context => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json)).AsTask());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(9999)]
    [InlineData(3)]
    public async Task InferAsync_JsonLengthWrong_AnswerUnusable(int length) =>
        await AssertUnusableAsync(context => BinaryAsync(context, """{"model_name":"m","outputs":[]}""", [], length));

    [Fact]
    public async Task InferAsync_AnswerTooLarge_RefusedWhetherItsLengthIsToldOrNot()
    {
        foreach (bool told in (bool[])[true, false])
        {
            await using ScriptedServer server = await StartAsync(async context =>
            {
                if (told) { context.Response.ContentLength = 3000; }
                await context.Response.Body.WriteAsync(new byte[3000]);
            });
            using OpenInferenceClient client = RemoteCall.Connect(server.Address, static o => o.MaxResponseBytes = 2000);

            ServerAnswerException e = await Assert.ThrowsAsync<ServerAnswerException>(() => client.CallAsync());

            Assert.Contains("MaxResponseBytes", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("[1]", 200)]
    [InlineData("""{"name":"m","inputs":[{"name":"x"}]}""", 200)]
    public async Task GetMetadataAsync_NotMetadata_AnswerUnusable(string json, int status)
    {
        await using ScriptedServer server = await StartAsync();
        server.Other = Fail(status, json);
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        await Assert.ThrowsAsync<ServerAnswerException>(async () => await client.GetMetadataAsync(ModelReference.ToModel("m")));
    }

    [Fact]
    public async Task InferAsync_AnswersDamagedAtRandom_NeverAnotherError()
    {
        Random random = new(11);
        byte[] good = Encoding.UTF8.GetBytes("""{"model_name":"m","model_version":"1","outputs":[{"name":"y","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"z","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":5}}]}""");
        byte[] tail = [1, 0, 0, 0, 65];
        byte[] body = [];
        await using ScriptedServer server = await StartAsync(context =>
        {
            context.Response.Headers["Inference-Header-Content-Length"] = $"{(random.Next(8) == 0 ? random.Next(300) : body.Length - tail.Length)}";
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        using OpenInferenceClient client = RemoteCall.Connect(server.Address, static o => o.EjectionMinimumCalls = int.MaxValue);
        int answered = 0;
        for (int i = 0; i < 800; i++)
        {
            body = [.. good, .. tail];
            for (int n = random.Next(3); n > 0; n--) { body[random.Next(body.Length)] = (byte)random.Next(256); }
            try
            {
                await client.CallAsync();
                answered++;
            }
            catch (Exception e) when (e is ServerAnswerException or KeyNotFoundException or InvalidOperationException { Source: "ModelOps.Abstractions" })
            {
                // Unusable, or another output than the test reads.
            }
        }

        Assert.InRange(answered, 100, 799);
    }

    private static async Task AssertUnusableAsync(Microsoft.AspNetCore.Http.RequestDelegate infer)
    {
        await using ScriptedServer server = await StartAsync(infer);
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        ServerAnswerException e = await Assert.ThrowsAsync<ServerAnswerException>(() => client.CallAsync());

        Assert.Single(server.Seen);
        Assert.Equal((ModelOpsErrorKind.Internal, "SERVER_ANSWER_UNUSABLE", server.Address.Authority), (e.Kind, e.Code, e.Server));
        server.Infer = static context => AnswerAsync(context);
        Assert.Equal(7, await client.CallAsync());
    }
}
