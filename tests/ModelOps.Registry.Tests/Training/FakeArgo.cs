using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Training;

/// <summary>Argo's server as its OpenAPI document describes it.</summary>
internal sealed class FakeArgo : FakeScheduler
{
    public Dictionary<string, JsonObject> Workflows { get; } = [];

    public string Log { get; set; } = """{"result":{"content":"epoch 1","podName":"p"}}""" + "\n";

    protected override HttpResponseMessage Answer(string method, string path, string query, JsonNode? body)
    {
        if (path == "/api/v1/workflows/ml/submit" && method == "POST")
        {
            if (body!["resourceName"]!.GetValue<string>() != "train") { return Error(404, 5, "workflowtemplates.argoproj.io \"trian\" not found"); }
            string name = body["submitOptions"]!["name"]!.GetValue<string>();
            if (Workflows.ContainsKey(name)) { return Error(409, 6, $"workflows.argoproj.io \"{name}\" already exists"); }
            Workflows[name] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = new JsonObject(), ["status"] = new JsonObject() };
            return Json(Workflows[name].DeepClone());
        }

        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries); // api v1 workflows ml {name} ...
        if (!Workflows.TryGetValue(parts[4], out JsonObject? workflow)) { return Error(404, 5, "not found"); }
        if (parts is [.., "log"])
        {
            Assert.Equal("?logOptions.container=main&logOptions.follow=false", query);
            return Text(200, Log, "application/json");
        }

        if (parts is [.., "terminate"])
        {
            Assert.Equal(("PUT", parts[4]), (method, body!["name"]!.GetValue<string>()));
            workflow["spec"]!["shutdown"] = "Terminate";
            workflow["status"]!["phase"] = "Failed";
            workflow["status"]!["message"] = "Stopped with strategy 'Terminate'";
        }

        return Json(workflow.DeepClone());
    }

    private static HttpResponseMessage Error(int status, int code, string message) => Json(new JsonObject { ["code"] = code, ["message"] = message }, status);
}
