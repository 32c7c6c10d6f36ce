using ModelOps.Onnx.Kernels.Lanes;
using ModelOps.Onnx.Kernels.Recurrent;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>The kernels of one width.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal sealed unsafe class FloatKernels<TLanes, TVector> : FloatKernels
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    public override void Multiply(float* a, nint stride, int rows, float* panels, int depth, int columns, in Epilogue end, float* y, nint yStride) =>
        MatrixProduct<TLanes, TVector>.Run(a, stride, rows, panels, depth, columns, in end, y, yStride);

    public override void MultiplyPlain(
        float* a, nint stride, int rows, float* b, nint width, int depth, int columns, in Epilogue end, float* y, nint yStride) =>
        MatrixProduct<TLanes, TVector>.RunPlain(a, stride, rows, b, width, depth, columns, in end, y, yStride);

    public override void Dots(float* x, int rows, int depth, float* weights, int stride, int targets, in Epilogue end, float* y) =>
        RowDots<TLanes, TVector>.Run(x, rows, depth, weights, stride, targets, in end, y);

    public override void Activate(Activation activation, float* values, nint length) => Activations<TLanes, TVector>.Run(activation, values, length);

    public override void LstmCell(float* gates, float* c, float* h, int hidden) => RecurrentCells<TLanes, TVector>.Lstm(gates, c, h, hidden);

    public override void AddProduct(float* to, float* left, float* right, int length) => RecurrentCells<TLanes, TVector>.AddProduct(to, left, right, length);

    public override void Product(float* to, float* left, float* right, int length) => RecurrentCells<TLanes, TVector>.Product(to, left, right, length);

    public override void Blend(float* to, float* update, float* candidate, int length) => RecurrentCells<TLanes, TVector>.Blend(to, update, candidate, length);

    public override void Softmax(float* x, float* y, int length, bool isLogarithm) => SoftmaxKernel<TLanes, TVector>.Row(x, y, length, isLogarithm);

    public override void SoftmaxColumns(float* x, float* y, int length, int inner, bool isLogarithm) =>
        SoftmaxKernel<TLanes, TVector>.Columns(x, y, length, inner, isLogarithm);

    public override void Moments(float* x, int length, out float mean, out float variance) => RowFunctions<TLanes, TVector>.Moments(x, length, out mean, out variance);

    public override float MeanSquare(float* x, int length) => RowFunctions<TLanes, TVector>.SumOfSquares(x, length, 0) / length;

    public override void Normalize(float* x, float* y, int length, float centre, float factor, float* scale, float* shift) =>
        RowFunctions<TLanes, TVector>.Normalize(x, y, length, centre, factor, scale, shift);

    public override void ScaleShift(float* x, float* y, nint length, float scale, float shift) => RowFunctions<TLanes, TVector>.ScaleShift(x, y, length, scale, shift);

    public override void ScaleShiftEach(float* x, float* y, int length, float* scale, float* shift) =>
        RowFunctions<TLanes, TVector>.ScaleShiftEach(x, y, length, scale, shift);

    public override void AddScaled(float* to, float* from, int length, float scale) => RowFunctions<TLanes, TVector>.AddScaled(to, from, length, scale);
}
