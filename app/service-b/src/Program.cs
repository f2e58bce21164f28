using BigBen.ServiceB;
using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(args, Service.Build);
