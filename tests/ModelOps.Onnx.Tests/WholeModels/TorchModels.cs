namespace ModelOps.Onnx.Tests.WholeModels;

/// <summary>Networks as PyTorch itself exports them.</summary>
public sealed class TorchModels() : PythonModels("torch", "python3-torch", Script)
{
    private const string Script = """
        import os, sys, warnings
        warnings.filterwarnings("ignore")
        import numpy as np
        import onnx, torch
        from onnx import helper, numpy_helper
        folder = sys.argv[1]
        torch.set_num_threads(1)
        torch.manual_seed(3)

        class Forecaster(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.lstm = torch.nn.LSTM(3, 16, num_layers=2, batch_first=True)
                self.head = torch.nn.Linear(16, 4)
            def forward(self, x): return self.head(self.lstm(x)[0][:, -1])

        class Gru(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.gru = torch.nn.GRU(3, 8, batch_first=True, bidirectional=True)
            def forward(self, x): return self.gru(x)[0].mean(1)

        class Attention(torch.nn.Module):
            def __init__(self, width, heads):
                super().__init__()
                self.heads = heads
                self.qkv, self.out = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)
                self.first, self.second = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
                self.wide, self.narrow = torch.nn.Linear(width, 4 * width), torch.nn.Linear(4 * width, width)
            def forward(self, x):
                b, t, w = x.shape
                q, k, v = self.qkv(x).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
                a = torch.softmax(q @ k.transpose(-1, -2) / (w // self.heads) ** 0.5, -1) @ v
                x = self.first(x + self.out(a.transpose(1, 2).reshape(b, t, w)))
                return self.second(x + self.narrow(torch.nn.functional.gelu(self.wide(x))))

        class Encoder(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.embed = torch.nn.Embedding(50, 16)
                self.place = torch.nn.Parameter(torch.randn(12, 16) * 0.1)
                self.layers = torch.nn.Sequential(Attention(16, 4), Attention(16, 4))
                self.head = torch.nn.Linear(16, 3)
            def forward(self, x): return self.head(self.layers(self.embed(x) + self.place).mean(1))

        n = torch.nn
        floats = lambda *shape: torch.randn(*shape)
        models = {
            "mlp": (n.Sequential(n.Linear(8, 32), n.ReLU(), n.BatchNorm1d(32), n.Linear(32, 16), n.Tanh(), n.Dropout(0.2), n.Linear(16, 3), n.Softmax(1)), floats(6, 8)),
            "lstm": (Forecaster(), floats(5, 12, 3)),
            "gru": (Gru(), floats(5, 12, 3)),
            "cnn": (n.Sequential(n.Conv1d(2, 8, 5, padding=2), n.ReLU(), n.MaxPool1d(2), n.Conv1d(8, 16, 3, stride=2), n.LeakyReLU(), n.AdaptiveAvgPool1d(1), n.Flatten(), n.Linear(16, 2), n.Sigmoid()), floats(4, 2, 32)),
            "transformer": (Encoder(), torch.randint(0, 50, (3, 12))),
        }
        for name, (model, x) in models.items():
            model.eval()
            path = os.path.join(folder, name + ".onnx")
            torch.onnx.export(model, x, path, opset_version=14, input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
            with torch.no_grad(): y = model(x)
            tensors = [numpy_helper.from_array(np.ascontiguousarray(t.numpy()), k) for k, t in (("x", x), ("y", y))]
            onnx.save(helper.make_model(helper.make_graph([], "data", [], [], tensors)), os.path.join(folder, name + ".data"))
        """;
}
