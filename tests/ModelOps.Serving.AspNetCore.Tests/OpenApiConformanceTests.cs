using System.Text.Json;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Serving.AspNetCore.Tests;

/// <summary>Answers have the form that the protocol's own OpenAPI document gives them.</summary>
public sealed class OpenApiConformanceTests
{
    private const string Sum = """{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":[1]},{"name":"b","shape":[1],"datatype":"FP32","data":[2]}]}""";

    [Fact]
    public async Task Answers_OfEveryPath_HaveTheDocumentedForm()
    {
        YamlMappingNode schemas = Load();
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        Check(schemas, "metadata_server_response", await host.Client.GetAsync("/v2/").OkJsonAsync());
        Check(schemas, "metadata_model_response", await host.Client.GetAsync("/v2/models/sum/versions/1").OkJsonAsync());
        Check(schemas, "inference_response", await host.InferAsync("sum", Sum).OkJsonAsync());
        foreach (TensorDataType type in Enum.GetValues<TensorDataType>())
        {
            if (type is TensorDataType.Float16 or TensorDataType.BFloat16) { continue; }
            string value = type switch { TensorDataType.Bool => "true", TensorDataType.Bytes => "\"a\"", _ => "1" };
            Check(schemas, "inference_response", await host.InferAsync(
                $"echo-{type.ToName()}", $$"""{"id":"1","inputs":[{"name":"x","shape":[1],"datatype":"{{type.ToName()}}","data":[{{value}}]}]}""").OkJsonAsync());
        }

        Check(schemas, "inference_error_response", await host.InferAsync("sum", "{").ErrorAsync(400));
        Check(schemas, "metadata_model_error_response", await host.Client.GetAsync("/v2/models/nobody").ErrorAsync(404));
    }

    [Fact]
    public void Check_WrongForm_IsSeen()
    {
        YamlMappingNode schemas = Load();
        foreach (string wrong in (string[])["{}", """{"model_name":1,"outputs":[]}""", """{"model_name":"m","outputs":[{}]}"""])
        {
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Check(schemas, "inference_response", JsonDocument.Parse(wrong).RootElement));
        }
    }

    private static YamlMappingNode Load()
    {
        YamlStream yaml = [];
        using StreamReader reader = File.OpenText(SharedFiles.Require("protocols/open-inference/open_inference_rest.yaml"));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode["components"]["schemas"];
    }

    private static void Check(YamlMappingNode schemas, string schema, JsonElement value) => Check(schemas, schemas[schema], value, schema);

    private static void Check(YamlMappingNode schemas, YamlNode schema, JsonElement value, string where)
    {
        YamlMappingNode form = (YamlMappingNode)schema;
        if (form.Children.TryGetValue("$ref", out YamlNode? reference))
        {
            Check(schemas, schemas[reference.ToString().Split('/')[^1]], value, where);
            return;
        }

        if (form.Children.TryGetValue("anyOf", out YamlNode? any))
        {
            Assert.True(((YamlSequenceNode)any).Any(one => Matches(() => Check(schemas, one, value, where))), $"{where}: {value} has none of the forms");
            return;
        }

        Assert.True(HasType(form["type"].ToString(), value), $"{where}: {value.ValueKind} is not {form["type"]}");
        if (form.Children.TryGetValue("required", out YamlNode? required))
        {
            Assert.All((YamlSequenceNode)required, name => Assert.True(value.TryGetProperty(name.ToString(), out _), $"{where}: '{name}' is missing"));
        }

        if (form.Children.TryGetValue("properties", out YamlNode? properties))
        {
            foreach ((YamlNode name, YamlNode property) in ((YamlMappingNode)properties).Children)
            {
                if (value.TryGetProperty(name.ToString(), out JsonElement member)) { Check(schemas, property, member, $"{where}.{name}"); }
            }
        }

        if (form.Children.TryGetValue("items", out YamlNode? items))
        {
            foreach (JsonElement item in value.EnumerateArray()) { Check(schemas, items, item, $"{where}[]"); }
        }
    }

    private static bool Matches(Action check)
    {
        try { check(); return true; }
        catch (Xunit.Sdk.XunitException) { return false; }
    }

    private static bool HasType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };
}
